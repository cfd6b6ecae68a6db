import ArgumentParser
import Evaluate
import Figures

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
      "The episodes that are drawn, such as 0,3,5-9. (the first \(ComponentsFigure.usualEpisodes))",
      valueName: "list"))
  var episodes: IndexList?

  func run() throws {
    let url = try picture.url()
    let reader = try acceptance.reader(trajectories)
    let chosen = try episodes.map { try reader.episodes($0.indices) }
    let recorded = try RecordedStates(reader)
    try ComponentsFigure(
      of: recorded, episodes: chosen, components: shown.indices(of: recorded.components),
      color: color, isAngle: angle, look: picture.look.look
    ).write(to: url)
  }
}

extension TrajectoryColor: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}
