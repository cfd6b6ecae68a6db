import ArgumentParser
import Evaluate
import Figures
import Files
import Foundation

/// `agents plot units`
struct PlotUnitsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "units",
    abstract: "Draw where, and in which heading, units are active.",
    discussion: """
      For each unit its mean activation over the place, and around a circle over the heading; above \
      them what the unit tells about the place in bits, and what it tells in a control, in which an \
      episode's activations are shifted in time. A table of all units goes to the terminal, with their \
      preferred heading and the length of its mean resultant vector. A default that is not a value \
      stands in parentheses.
      """)

  @Argument(help: ArgumentHelp("A file that 'agents evaluate --dump' wrote.", valueName: "file"))
  var trajectories: String

  @OptionGroup var picture: PictureOptions
  @OptionGroup var tuning: TuningOptions
  @OptionGroup var acceptance: AcceptanceOptions

  @Option(
    help: ArgumentHelp(
      """
      The units that are drawn, such as 0,5,7-9; at most \(UnitsFigure.mostUnits). (the \(UnitsFigure.usualUnits) \
      that tell most about the place)
      """, valueName: "list"))
  var units: IndexList?

  @Option(help: ArgumentHelp("A CSV file for the table, a row for each unit.", valueName: "file"))
  var csv: String?

  @Flag(help: "Print JSON in place of the table.")
  var json = false

  func run() throws {
    let url = try picture.url()
    let table = try csv.map { try OutputFile.prepare($0, force: picture.force) }
    let map = try UnitMaps(
      measuring: acceptance.reader(trajectories), tuning.configuration)
    let chosen = try units.map { try check($0.indices, of: map) }
    try UnitsFigure(of: map, units: chosen, look: picture.look.look).write(to: url)
    if let table { try AtomicFile.write(Data(map.csv.utf8), to: table) }
    if map.hasEdgesOfData { Console.printError(Self.edgesNote) }
    Console.print(json ? try CommandOutput.json(map) : map.table)
  }

  private static let edgesNote = """
    The map ends where the places in this file do, so that its bins are not those of another file. --area \
    chooses them.
    """

  private func check(_ units: [Int], of map: UnitMaps) throws -> [UnitMaps.Unit] {
    guard units.count <= UnitsFigure.mostUnits else {
      throw AnalysisError(
        .wrongUsage,
        "--units lists \(units.count) units, and a page holds \(UnitsFigure.mostUnits). Draw several pages."
      )
    }
    guard let wrong = units.first(where: { $0 >= map.units.count }) else {
      return units.map { map.units[$0] }
    }
    throw AnalysisError(
      .wrongUsage,
      "--units lists \(wrong), and there are \(map.units.count) units, numbered from 0.")
  }
}
