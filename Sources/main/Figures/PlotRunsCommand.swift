import ArgumentParser
import Experiments
import Figures

/// `agents plot runs`
struct PlotRunsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs",
    abstract: "Draw learning curves of runs.",
    discussion: """
      A line is the mean, or interquartile mean, over the runs of a group, such as those of several \
      seeds, and the band around it a 95% bootstrap interval (none for a single run). A group's line \
      ends where its shortest run does. A default that is not a value stands in parentheses.
      """)

  @OptionGroup var selection: RunSelectionOptions
  @OptionGroup var picture: PictureOptions

  @Option(
    name: .customShort("x"),
    help: ArgumentHelp(
      "What the curves run along: steps, time (seconds of training), or a column.",
      valueName: "column"))
  var x = "steps"

  @Option(
    name: .customShort("y"),
    help: ArgumentHelp(
      "What is drawn: return, or any column of progress.csv or timing.csv.",
      valueName: "column"))
  var y = "return"

  @Option("key", "The setting that decides which runs form a group: one line each. (name)")
  var group: String?

  @Option("key", "The setting that each of its values gets a panel for. (one panel)")
  var panel: String?

  @Option("name", "What stands for a group: mean or iqm, the interquartile mean. (mean)")
  var center: Center?

  @Option(integer: "Each run's values are averaged over this many rows first. (1)")
  var smooth: Int?

  @Flag(help: "Draw every run as a thin line, too.")
  var showRuns = false

  func run() throws {
    let width = smooth ?? 1
    guard width >= 1 else {
      throw ValidationError("--smooth is \(width); it must be at least 1.")
    }
    let url = try picture.url()
    var plan = CurvesPlan()
    (plan.x, plan.y, plan.panel, plan.smooth) = (x, y, panel, width)
    if let group { plan.group = group }
    if let center { plan.center = center }
    let (runs, problems) = try selection.runs().readable(x: x, y: y)
    for problem in problems { Console.printError("Left out: \(problem)") }
    let figure = try CurvesFigure(
      of: runs, plan: plan, showsRuns: showRuns, look: picture.look.look)
    try figure.write(to: url)
    for note in figure.notes { Console.printError(note) }
  }
}

extension Center: ExpressibleByArgument {}
