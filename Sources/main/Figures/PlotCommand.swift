import ArgumentParser

/// `agents plot`
struct PlotCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plot",
    abstract: "Draw what evaluated episodes show.",
    discussion: """
      The pictures are drawn by gnuplot (apt-get install gnuplot-nox) from files that \
      'agents evaluate --dump' writes. docs/analysis.md tells what is computed.
      """,
    subcommands: [PlotHiddenCommand.self, PlotUnitsCommand.self])
}
