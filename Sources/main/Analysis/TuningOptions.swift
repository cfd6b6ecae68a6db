import ArgumentParser
import Environments
import Evaluate

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
      """
      The units: hidden_states, the activations of a layer, such as actor_0, or any other series, such \
      as values, which the critic predicts.
      """,
      valueName: "name"))
  var series = TrajectoryReader.hiddenStates

  @Option(
    help: ArgumentHelp(
      """
      The area of the map, such as 0:300,0:300 for x and y from 0 to 300. (the environment's, where it \
      has one; else around the places in the file)
      """, valueName: "x:x,y:y"))
  var area: MapArea?

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
    let plan = try plan(of: reader)
    let grid = try grid(of: reader, plan)
    let circle = HeadingBins(count: headingBins)
    let heading = try heading ?? (reader.contains("heading") ? "heading" : nil)
    let unitCount = try reader.rows(series, as: Float.self, of: reader.episodes[0]).width
    try checkSize(bins: max(grid.binCount, heading == nil ? 0 : circle.count), unitCount)
    let units = try stride(from: 0, to: unitCount, by: Self.unitsAtATime).flatMap { first in
      try measure(
        first..<min(first + Self.unitsAtATime, unitCount), of: unitCount, in: reader, grid: grid,
        circle: circle, heading: heading)
    }
    let name = series == TrajectoryReader.hiddenStates ? "hidden unit" : series
    return UnitMaps(
      series: series, title: name, episodeCount: reader.episodes.count,
      stepCount: reader.episodes.reduce(0) { $0 + $1.length }, grid: grid,
      hasEdgesOfData: area == nil && plan == nil, plan: plan,
      regions: try (plan?.regions ?? []).map { ($0, try reader.centers(of: $0)) },
      circle: circle, positionUnit: try reader.unit(of: position), shuffleCount: shuffles,
      units: units)
  }

  /// The controls of more units at once would need more memory than the processor's caches have.
  private static let unitsAtATime = 128

  private func measure(
    _ numbers: Range<Int>, of unitCount: Int, in reader: TrajectoryReader, grid: SpatialGrid,
    circle: HeadingBins, heading: String?
  ) throws -> [UnitMaps.Unit] {
    var place = tuning(grid.binCount, numbers.count)
    var direction = tuning(circle.count, numbers.count)
    for episode in reader.episodes {
      let all = try reader.rows(series, as: Float.self, of: episode, width: unitCount).values
      var activations = [Float]()
      activations.reserveCapacity(episode.length * numbers.count)
      for row in 0..<episode.length {
        activations +=
          all[row * unitCount + numbers.lowerBound..<row * unitCount + numbers.upperBound]
      }
      place.add(activations.span, bins: try places(of: episode, in: reader).map(grid.bin(of:)))
      if let heading {
        let angles = try reader.rows(heading, as: Double.self, of: episode, width: 1)
        direction.add(activations.span, bins: angles.values.map(circle.bin(of:)))
      }
    }
    return numbers.indices.map { number in
      let unit = number - numbers.lowerBound
      let lowest = Double(place.lowest[unit])
      let rates = direction.activity.means(of: unit).map { $0.map { $0 - lowest } }
      return UnitMaps.Unit(
        number: number, lowest: lowest, highest: Double(place.highest[unit]),
        place: UnitMaps.Tuning(
          measure: place.measure(of: unit), means: place.activity.means(of: unit)),
        heading: heading == nil
          ? nil
          : UnitMaps.Tuning(
            measure: direction.measure(of: unit), means: direction.activity.means(of: unit)),
        resultant: heading == nil ? nil : circle.resultant(of: rates))
    }
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

  /// The environment's plane, where it is the one that the positions lie in.
  private func plan(of reader: TrajectoryReader) throws -> FloorPlan? {
    guard let plan = try reader.floorPlan(),
      [plan.position, "infos/\(plan.position)"].contains(position)
    else { return nil }
    return plan
  }

  private func grid(of reader: TrajectoryReader, _ plan: FloorPlan?) throws -> SpatialGrid {
    let visited = try reader.episodes.flatMap { try places(of: $0, in: reader) }
    guard let x = area?.x ?? plan?.x, let y = area?.y ?? plan?.y else {
      guard let grid = SpatialGrid(around: visited, bins: bins) else {
        throw AnalysisError(.badData, "\(reader.path) holds no places that a map could show.")
      }
      return grid
    }
    let grid = SpatialGrid(x: x, y: y, bins: bins)
    if let place = visited.first(where: { !grid.contains($0) }) {
      throw AnalysisError(
        .wrongUsage,
        """
        \(reader.path): '\(position)' has the place \(place.x), \(place.y), which lies outside the map, \
        x from \(x.lowerBound) to \(x.upperBound) and y from \(y.lowerBound) to \(y.upperBound). Choose \
        another with --area.
        """)
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

/// The area of a map on a command line, such as `0:300,0:300`.
struct MapArea: ExpressibleByArgument, Equatable {
  let x, y: ClosedRange<Double>

  init?(argument: String) {
    let ranges = argument.split(separator: ",", omittingEmptySubsequences: false).map { side in
      side.split(separator: ":", omittingEmptySubsequences: false).compactMap { Double($0) }
    }
    guard ranges.count == 2,
      ranges.allSatisfy({ $0.count == 2 && $0[0] < $0[1] && ($0[1] - $0[0]).isFinite })
    else { return nil }
    x = ranges[0][0]...ranges[0][1]
    y = ranges[1][0]...ranges[1][1]
  }
}
