import ArgumentParser
import Experiments
import Foundation

/// `agents compare`
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Compare two groups of runs by what they reached.",
    discussion: """
      The runs below one folder are compared with those below another, each environment by itself. \
      Final is the mean over the last tenth of the steps that all runs of the environment made, \
      area the mean over all these steps, which is the area under the curve divided by its length. \
      In brackets stand 95% bootstrap intervals; docs/grid.md tells how they are computed.
      """)

  @Argument(
    help: ArgumentHelp("The folder of the first group of runs.", valueName: "a"),
    completion: .directory)
  var first: String

  @Argument(
    help: ArgumentHelp("The folder of the second.", valueName: "b"), completion: .directory)
  var second: String

  @Option(
    name: .customShort("y"),
    help: ArgumentHelp(
      "What is compared: return, or any column of progress.csv.", valueName: "column"))
  var y = "return"

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let found = try [runs(in: first), runs(in: second)].map { runs in
      try runs.readable(x: "steps", y: y)
    }
    for problem in found.flatMap(\.problems) { Console.printError("Left out: \(problem)") }
    let report = try ComparisonReport(
      first: found[0].runs, second: found[1].runs, names: [first, second], y: y)
    try Console.print(json ? CommandOutput.json(report) : report.table)
  }

  private func runs(in path: String) throws -> [RunSummary] {
    try RunDirectory.all(in: URL(filePath: path).absoluteURL).map(RunSummary.init)
  }
}
