import ArgumentParser
import Environments
import Foundation

/// The program.
struct BenchmarkCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "agents-benchmark",
    abstract: "Measures how fast policies are trained, and how fast their environments are alone.",
    discussion: """
      Each task is trained and, in turn with that, its environments alone replay the actions of the \
      trained policy from the same states, in the same shards and on the same number of threads. \
      The ratio of the two says how near training comes to what the environments allow. \
      All tasks take about four minutes.

      The table goes to standard output, the progress to standard error. docs/performance.md tells \
      how to read it.
      """)

  @Argument(
    help: """
      The tasks to measure, by name; see --list. T6 stands for all tasks that begin with T6-, as \
      none is called T6 alone. (all)
      """)
  var tasks: [String] = []

  @Flag(help: "List the tasks and exit.")
  var list = false

  @Option(
    help: """
      The numbers of threads to measure with, separated by commas; one and all cores where nothing \
      is said.
      """,
    transform: ThreadCounts.init(parsing:))
  var threads = ThreadCounts.standard

  @Option(help: "How often training and environments are measured in turn.")
  var repeats = 5

  @Option(help: "The least time of each measurement and of warming up, in seconds.")
  var seconds = 1.0

  @Flag(
    help: """
      Measure each environment alone, with random actions; tasks are then measured only where they \
      are named.
      """)
  var environments = false

  @Option(help: "Measure this environment alone, likewise; may be repeated.")
  var environment: [String] = []

  @Option(
    help: """
      Instead of measuring environments, take this many random steps in each and tell how the memory \
      grew meanwhile.
      """)
  var soak: Int?

  @Flag(
    help: """
      Measure evaluation, with and without a trajectory file; tasks are then measured only where \
      they are named.
      """)
  var evaluation = false

  @Flag(
    help: """
      Measure what K-FAC adds to an update of A2C; tasks are then measured only where they are named.
      """)
  var kfac = false

  @Flag(
    help: """
      Measure recurrent cells alone; tasks are then measured only where they are named.
      """)
  var cells = false

  @Flag(
    help: """
      Measure T3 and T4 with 1 to 512 environments and hidden sizes from 16 to 512; tasks are then \
      measured only where they are named.
      """)
  var scaling = false

  @Option(help: "With --scaling: draw it to this file, a .png, .svg or .pdf, with gnuplot.")
  var plot: String?

  @Flag(help: "Print JSON instead of tables.")
  var json = false

  /// What a process that is started to find out its own memory does; see ``Footprint``.
  @Flag(help: .hidden)
  var onlyFootprint = false

  func validate() throws {
    _ = try BenchmarkTask.named(tasks)
    guard 1...1000 ~= repeats else {
      throw ValidationError("--repeats is \(repeats); it must be from 1 to 1000.")
    }
    if let soak {
      guard soak > 0 else { throw ValidationError("--soak is \(soak); it must be at least 1.") }
      guard environments || !environment.isEmpty else {
        throw ValidationError("--soak goes with --environments or --environment.")
      }
    }
    if plot != nil && !scaling { throw ValidationError("--plot goes with --scaling.") }
    guard 0.001...3600 ~= seconds else {
      throw ValidationError("--seconds is \(seconds); it must be from 0.001 to 3600.")
    }
  }

  func run() throws {
    let isAboutOthers =
      environments || !environment.isEmpty || evaluation || kfac || cells
      || scaling
    let chosen = isAboutOthers && tasks.isEmpty ? [] : try BenchmarkTask.named(tasks)
    if list {
      print(BenchmarkTask.table(chosen))
    } else if onlyFootprint {
      try Footprint.report(chosen[0], laneCount: threads.values[0])
    } else {
      let report = try measure(chosen)
      print(json ? try report.json : report.text)
    }
  }

  private func measure(_ tasks: [BenchmarkTask]) throws -> BenchmarkReport {
    let effort = Effort(seconds: seconds, repeats: repeats)
    var report = BenchmarkReport(
      machine: .current, effort: effort, matrices: MatrixBenchmark.measure())
    for task in tasks {
      Progress.show("\(task.name): \(task.summary)")
      report.tasks += try TaskBenchmark(task, laneCounts: threads.values).measure(effort)
    }
    for environment in try chosenEnvironments() {
      Progress.show(environment.id)
      if let soak {
        report.soaks.append(try EnvironmentSoak(environment).run(steps: soak))
      } else {
        report.environments.append(try EnvironmentBenchmark(environment).measure(effort))
      }
    }
    for task in evaluation ? EvaluationTask.all : [] {
      Progress.show("evaluation of \(task.name)")
      report.evaluations.append(try EvaluationBenchmark(task).measure(effort))
    }
    for laneCount in kfac ? threads.values : [] {
      Progress.show("K-FAC on \(laneCount) threads")
      report.curvatures += try CurvatureBenchmark(laneCount: laneCount).measure(effort)
    }
    for cell in cells ? CellBenchmark.all : [] {
      Progress.show("the cell \(cell.name)")
      report.cells.append(try cell.measure(effort))
    }
    if scaling {
      report.scaling = try ScalingBenchmark.measure(effort)
      if let plot { try ScalingFigure(results: report.scaling).write(to: URL(filePath: plot)) }
    }
    return report
  }

  /// Variants with less to see take the time of what they are variants of.
  private func chosenEnvironments() throws -> [EnvironmentDescription] {
    let registry = EnvironmentRegistry.standard
    let named = try environment.map { try registry.find($0).environment }
    return named + (environments ? registry.environments.filter { $0.variantOf == nil } : [])
  }
}
