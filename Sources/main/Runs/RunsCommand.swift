import ArgumentParser
import Experiments
import Files
import Foundation

/// `agents runs`
struct RunsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs",
    abstract: "List runs: how far they are and what they reached.",
    discussion: """
      A run is running while a process trains it, finished when all its steps are made, and else \
      stopped, to be resumed. A run whose files cannot be read is listed as unreadable, and why. The return is the mean over the last 100 episodes, the time that \
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
    for problem in runs.compactMap(\.problem) { Console.printError("Unreadable: \(problem)") }
  }

  private static func table(_ runs: [RunSummary]) -> String {
    let header = ["run", "env", "algo", "seed", "status", "steps", "return", "time"]
    let rows = runs.map { run in
      [
        run.directory.url.shortPath, run["env"] ?? "-", run["algo"] ?? "-", run["seed"] ?? "-",
        run.status.rawValue,
        run.status == .unreadable
          ? "-"
          : "\(HumanUnits.count(Double(run.steps)))/\(HumanUnits.count(Double(run.totalSteps)))",
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
  /// Why it cannot be read.
  let problem: String?

  enum CodingKeys: String, CodingKey {
    case path, name, status, steps, seconds, settings, problem
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
    problem = run.problem
  }

  /// What has no value is null, and not left out.
  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(path, forKey: .path)
    try container.encode(name, forKey: .name)
    try container.encode(status, forKey: .status)
    try container.encode(steps, forKey: .steps)
    try container.encode(totalSteps, forKey: .totalSteps)
    try container.encode(meanReturn, forKey: .meanReturn)
    try container.encode(seconds, forKey: .seconds)
    try container.encode(settings, forKey: .settings)
    try container.encode(problem, forKey: .problem)
  }
}
