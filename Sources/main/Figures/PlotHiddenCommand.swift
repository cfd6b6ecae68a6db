import ArgumentParser
import Evaluate
import Experiments
import Foundation

/// `agents plot hidden`
struct PlotHiddenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hidden",
    abstract: "Draw hidden states along their principal components.",
    discussion: """
      The components are those of the states of all episodes in the file; a state is the one that a \
      step ends with. In parentheses stands what is taken where an option is left out.
      """)

  @Argument(help: ArgumentHelp("A file that 'agents evaluate --dump' wrote.", valueName: "file"))
  var trajectories: String

  @OptionGroup var picture: PictureOptions
  @OptionGroup var shown: ComponentOptions
  @OptionGroup var acceptance: AcceptanceOptions

  @Option(
    help: ArgumentHelp(
      """
      What the colours show: time, episode, return, or any recorded series, with its column where it \
      has several, such as position:0.
      """, valueName: "name"))
  var color = TrajectoryColor.time

  @Option(
    help: ArgumentHelp(
      "The episodes that are drawn, such as 0,3,5-9. (the first \(Self.mostEpisodes))",
      valueName: "list"))
  var episodes: IndexList?

  /// More than these would hide one another.
  private static let mostEpisodes = 50

  func run() throws {
    let url = try picture.url()
    let reader = try acceptance.reader(trajectories)
    let chosen =
      try episodes.map { try reader.episodes($0.indices) }
      ?? Array(reader.episodes.prefix(Self.mostEpisodes))
    let recorded = try RecordedStates(reader)
    var figure = ComponentsFigure(
      recorded.components, indices: try shown.indices(of: recorded.components),
      title: Self.title(recorded, drawn: chosen.count))
    try figure.drawTrajectories(of: chosen, in: recorded, color: color)
    try figure.write(to: url)
  }

  private static func title(_ recorded: RecordedStates, drawn: Int) -> String {
    let (total, width) = (recorded.reader.episodes.count, recorded.components.width)
    let dimension = String(format: "%.1f", recorded.components.effectiveDimension)
    return "\(recorded.count) hidden states of \(width) units, effective dimension \(dimension); "
      + (drawn == total ? "\(total) episodes" : "\(drawn) of \(total) episodes drawn")
  }
}
