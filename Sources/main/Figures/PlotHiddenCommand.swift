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
      step ends with. A few whole numbers, such as the actions 0 to 3, have a colour each. A default \
      that is not a value stands in parentheses.
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

  @Flag(
    help: """
      What the colours show is an angle in radians: they close to a circle. For a series called \
      'heading' they do so in any case.
      """)
  var angle = false

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
      title: Self.title(recorded, drawn: chosen.count), look: picture.look.look)
    try figure.drawTrajectories(of: chosen, in: recorded, color: color, isAngle: angle)
    try figure.write(to: url)
  }

  private static func title(_ recorded: RecordedStates, drawn: Int) -> String {
    let (total, width) = (recorded.reader.episodes.count, recorded.components.width)
    let dimension = String(format: "%.1f", recorded.components.effectiveDimension)
    return "\(Count.text(recorded.count, "hidden state")) of \(Count.text(width, "unit")), "
      + "effective dimension \(dimension); "
      + (drawn == total
        ? Count.text(total, "episode") : "\(drawn) of \(Count.text(total, "episode")) drawn")
  }
}
