import ArgumentParser
import Experiments
import Foundation

/// `agents runs`
struct RunsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs",
    abstract: "List runs: how far they are and what they reached.",
    discussion: """
      A run is running while a process trains it, finished when all its steps are made, and else \
      stopped, to be gone on with. The return is the mean over the last 100 episodes, the time that \
      of training.
      """)

  @OptionGroup var selection: RunSelectionOptions

  @Option("key", "Sort by path, status, steps, return, time or a setting. (path)")
  var sort: String?

  @Flag(help: "Turn the order round.")
  var reverse = false

  @Flag(help: "Print JSON, with all settings.")
  var json = false

  func run() throws {
    var runs = try selection.runs()
    if let sort { runs = try RunOrder(sort).sorted(runs) }
    if reverse { runs.reverse() }
    try Console.print(json ? CommandOutput.json(runs.map(RunEntry.init)) : Self.table(runs))
  }

  private static func table(_ runs: [RunSummary]) -> String {
    let header = ["run", "env", "algo", "seed", "status", "steps", "return", "time"]
    let rows = runs.map { run in
      [
        run.directory.url.shortPath, run["env"] ?? "-", run["algo"] ?? "-", run["seed"] ?? "-",
        run.status.rawValue,
        "\(HumanUnits.count(Double(run.steps)))/\(HumanUnits.count(Double(run.totalSteps)))",
        run.meanReturn.map(HumanUnits.value) ?? "-", HumanUnits.duration(seconds: run.seconds),
      ]
    }
    return Table.text([header] + rows, rightAligned: [3, 5, 6, 7])
  }
}

/// A run, for programs.
private struct RunEntry: Encodable {
  let path, name, status: String
  let steps, totalSteps: Int
  let meanReturn: Double?
  let seconds: Double
  let settings: [String: String]

  enum CodingKeys: String, CodingKey {
    case path, name, status, steps, seconds, settings
    case totalSteps = "total_steps"
    case meanReturn = "return"
  }

  init(_ run: RunSummary) {
    path = run.directory.url.shortPath
    name = run.name
    status = run.status.rawValue
    steps = run.steps
    totalSteps = run.totalSteps
    meanReturn = run.meanReturn
    seconds = run.seconds
    settings = run.settings.values
  }
}
