import ArgumentParser
import Evaluate
import Experiments
import Foundation

/// `agents plot units`
struct PlotUnitsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "units",
    abstract: "Draw where, and in which heading, units are active.",
    discussion: """
      For each unit its mean activation over the place, and around a circle over the heading; above \
      them what the unit tells about the place in bits, and how often a control tells as much, in \
      which an episode's activations are shifted in time. A table of the same goes to the terminal. In \
      parentheses stands what is taken where an option is left out.
      """)

  @Argument(help: ArgumentHelp("A file that 'agents evaluate --dump' wrote.", valueName: "file"))
  var trajectories: String

  @OptionGroup var picture: PictureOptions
  @OptionGroup var tuning: TuningOptions
  @OptionGroup var acceptance: AcceptanceOptions

  @Option(
    help: ArgumentHelp(
      """
      The units that are drawn, such as 0,5,7-9; at most \(Self.mostUnits). (the \(Self.usualUnits) \
      that tell most about the place)
      """, valueName: "list"))
  var units: IndexList?

  private static let usualUnits = 16
  /// More do not fit onto a page.
  private static let mostUnits = 24

  func run() throws {
    let url = try picture.url()
    let map = try tuning.measure(acceptance.reader(trajectories))
    let chosen =
      try units.map { try check($0.indices, of: map) } ?? map.mostInformative(Self.usualUnits)
    try UnitsFigure(map: map, units: chosen).write(to: url)
    Console.print(map.table(of: chosen))
  }

  private func check(_ units: [Int], of map: UnitMaps) throws -> [Int] {
    guard units.count <= Self.mostUnits else {
      throw AnalysisError(
        .wrongUsage,
        "--units lists \(units.count) units, and a page holds \(Self.mostUnits). Draw several pages."
      )
    }
    guard let wrong = units.first(where: { $0 >= map.unitCount }) else { return units }
    throw AnalysisError(
      .wrongUsage,
      "--units lists \(wrong), and there are \(map.unitCount) units, numbered from 0.")
  }
}
