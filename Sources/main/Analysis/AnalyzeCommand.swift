import ArgumentParser

/// `agents analyze`
struct AnalyzeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "analyze",
    abstract: "Find out how a trained network computes.",
    discussion: "docs/analysis.md tells what is computed.",
    subcommands: [AnalyzeFixedPointsCommand.self])
}
