import ArgumentParser
import Evaluate
import Storage

/// How the tuning of units is measured.
struct TuningOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The series that holds x and y.", valueName: "name"))
  var position = "position"

  @Option(
    help: ArgumentHelp(
      "The series that holds the heading in radians. (heading, where it was recorded)",
      valueName: "name"))
  var heading: String?

  @Option(
    help: ArgumentHelp(
      "The units: hidden_states, or the activations of a layer, such as actor_0.",
      valueName: "name"))
  var series = TrajectoryReader.hiddenStates

  @Option(help: ArgumentHelp("Bins along the longer side of the map.", valueName: "n"))
  var bins = 20

  @Option(help: ArgumentHelp("Bins around the circle.", valueName: "n"))
  var headingBins = 24

  @Option(help: ArgumentHelp("Repetitions of the control.", valueName: "n"))
  var shuffles = 100

  @Option(help: ArgumentHelp("The number that the control begins from.", valueName: "n"))
  var seed: UInt64 = 1

  func validate() throws {
    guard (2...200).contains(bins) else { throw ValidationError("--bins is from 2 to 200.") }
    guard (3...360).contains(headingBins) else {
      throw ValidationError("--heading-bins is from 3 to 360.")
    }
    guard (0...10_000).contains(shuffles) else {
      throw ValidationError("--shuffles is from 0 to 10000.")
    }
  }

  func measure(_ reader: TrajectoryReader) throws -> UnitMaps {
    let grid = try grid(of: reader)
    let circle = HeadingBins(count: headingBins)
    let heading = try heading ?? (reader.contains("heading") ? "heading" : nil)
    let unitCount = try reader.rows(series, as: Float.self, of: reader.episodes[0]).width
    try checkSize(bins: max(grid.binCount, heading == nil ? 0 : circle.count), unitCount)
    var place = tuning(grid.binCount, unitCount)
    var direction = tuning(circle.count, unitCount)
    for episode in reader.episodes {
      let activations = try reader.rows(series, as: Float.self, of: episode, width: unitCount)
      place.add(
        activations.values.span, bins: try places(of: episode, in: reader).map(grid.bin(of:)))
      if let heading {
        let angles = try reader.rows(heading, as: Double.self, of: episode, width: 1)
        direction.add(activations.values.span, bins: angles.values.map(circle.bin(of:)))
      }
    }
    return UnitMaps(
      title: series == TrajectoryReader.hiddenStates ? "hidden unit" : series,
      grid: grid, circle: circle, positionUnit: try reader.unit(of: position), place: place,
      heading: heading == nil ? nil : direction)
  }

  /// Throws where the sums of all bins, units and repetitions would take more than a gigabyte.
  private func checkSize(bins: Int, _ unitCount: Int) throws(AnalysisError) {
    let limit = 1 << 27
    guard bins * unitCount > limit / (shuffles + 1) else { return }
    throw AnalysisError(
      .wrongUsage,
      """
      \(unitCount) units, \(bins) bins and \(shuffles) repetitions of the control are more than fit into a \
      gigabyte; give --shuffles up to \(max(limit / (bins * unitCount) - 1, 0)), or fewer --bins.
      """)
  }

  private func tuning(_ binCount: Int, _ unitCount: Int) -> UnitTuning {
    UnitTuning(binCount: binCount, unitCount: unitCount, shuffleCount: shuffles, seed: seed)
  }

  private func grid(of reader: TrajectoryReader) throws -> SpatialGrid {
    let visited = try reader.episodes.flatMap { try places(of: $0, in: reader) }
    guard let grid = SpatialGrid(around: visited, bins: bins) else {
      throw AnalysisError(.badData, "\(reader.path) holds no steps.")
    }
    return grid
  }

  private func places(
    of episode: TrajectoryReader.Episode, in reader: TrajectoryReader
  ) throws -> [SIMD2<Double>] {
    let rows = try reader.rows(position, as: Double.self, of: episode, width: 2)
    return (0..<episode.length).map { SIMD2(rows.values[2 * $0], rows.values[2 * $0 + 1]) }
  }
}
