import ArgumentParser

/// `agents plot`
struct PlotCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plot",
    abstract: "Draw learning curves, and what evaluated episodes show.",
    discussion: """
      Learning curves are drawn from the folders of runs, all else from files that \
      'agents evaluate --dump' writes. The pictures are made by gnuplot (apt-get install \
      gnuplot-nox). docs/grid.md and docs/analysis.md tell what is computed.
      """,
    subcommands: [PlotRunsCommand.self, PlotHiddenCommand.self, PlotUnitsCommand.self],
    defaultSubcommand: PlotRunsCommand.self)
}
