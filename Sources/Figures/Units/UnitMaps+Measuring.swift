import Environments
import Evaluate

extension UnitMaps {
  /// Measures the units of a trajectory file.
  ///
  /// - Throws: `AnalysisError` where the file has no places, or not those that the configuration speaks
  ///   of, or what is to be measured would not fit into a gigabyte; `HDF5Error` where a series is missing
  ///   or has another shape.
  public init(
    measuring reader: TrajectoryReader, _ configuration: TuningConfiguration = TuningConfiguration()
  ) throws {
    self = try UnitMeasurement(reader: reader, configuration: configuration).maps()
  }
}

/// The measuring of a file's units, a number of them at a time.
private struct UnitMeasurement {
  let reader: TrajectoryReader
  let configuration: TuningConfiguration

  private typealias Episode = TrajectoryReader.Episode

  /// The controls of more units at once would need more memory than the processor's caches have.
  private static let unitsAtATime = 128

  func maps() throws -> UnitMaps {
    let (series, shuffles) = (configuration.series, configuration.shuffles)
    let plan = try floorPlan()
    let grid = try grid(in: plan)
    let circle = HeadingBins(count: configuration.headingBins)
    let heading = try configuration.heading ?? (reader.contains("heading") ? "heading" : nil)
    let unitCount = try reader.rows(series, as: Float.self, of: reader.episodes[0]).width
    try checkSize(bins: max(grid.binCount, heading == nil ? 0 : circle.count), unitCount)
    let units = try stride(from: 0, to: unitCount, by: Self.unitsAtATime).flatMap { first in
      try measure(
        first..<min(first + Self.unitsAtATime, unitCount), of: unitCount, grid: grid,
        circle: circle, heading: heading)
    }
    let name = series == TrajectoryReader.hiddenStates ? "hidden unit" : series
    return UnitMaps(
      series: series, title: name, episodeCount: reader.episodes.count,
      stepCount: reader.episodes.reduce(0) { $0 + $1.length }, grid: grid,
      hasEdgesOfData: configuration.area == nil && plan == nil, plan: plan,
      regions: try (plan?.regions ?? []).map { ($0, try reader.centers(of: $0)) },
      circle: circle, positionUnit: try reader.unit(of: configuration.position),
      shuffleCount: shuffles, units: units)
  }

  private func measure(
    _ numbers: Range<Int>, of unitCount: Int, grid: SpatialGrid, circle: HeadingBins,
    heading: String?
  ) throws -> [UnitMaps.Unit] {
    var place = tuning(grid.binCount, numbers.count)
    var direction = tuning(circle.count, numbers.count)
    for episode in reader.episodes {
      let all = try reader.rows(
        configuration.series, as: Float.self, of: episode, width: unitCount
      ).values
      var activations = [Float]()
      activations.reserveCapacity(episode.length * numbers.count)
      for row in 0..<episode.length {
        activations +=
          all[row * unitCount + numbers.lowerBound..<row * unitCount + numbers.upperBound]
      }
      place.add(activations.span, bins: try places(of: episode).map(grid.bin(of:)))
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
    let shuffles = configuration.shuffles
    guard bins * unitCount > limit / (shuffles + 1) else { return }
    throw AnalysisError(
      .wrongUsage,
      """
      \(unitCount) units, \(bins) bins and \(shuffles) repetitions of the control are more than fit into a \
      gigabyte; give `shuffles` up to \(max(limit / (bins * unitCount) - 1, 0)), or fewer `bins`.
      """)
  }

  private func tuning(_ binCount: Int, _ unitCount: Int) -> UnitTuning {
    UnitTuning(
      binCount: binCount, unitCount: unitCount, shuffleCount: configuration.shuffles,
      seed: configuration.seed)
  }

  /// The environment's plane, where it is the one that the positions lie in.
  private func floorPlan() throws -> FloorPlan? {
    guard let plan = try reader.floorPlan(),
      [plan.position, "infos/\(plan.position)"].contains(configuration.position)
    else { return nil }
    return plan
  }

  private func grid(in plan: FloorPlan?) throws -> SpatialGrid {
    let visited = try reader.episodes.flatMap { try places(of: $0) }
    guard let x = configuration.area?.x ?? plan?.x, let y = configuration.area?.y ?? plan?.y else {
      guard let grid = SpatialGrid(around: visited, bins: configuration.bins) else {
        throw AnalysisError(.badData, "\(reader.path) holds no places that a map could show.")
      }
      return grid
    }
    let grid = SpatialGrid(x: x, y: y, bins: configuration.bins)
    if let place = visited.first(where: { !grid.contains($0) }) {
      throw AnalysisError(
        .wrongUsage,
        """
        \(reader.path): '\(configuration.position)' has the place \(place.x), \(place.y), which lies \
        outside the map, x from \(x.lowerBound) to \(x.upperBound) and y from \(y.lowerBound) to \
        \(y.upperBound). Choose another with `area`.
        """)
    }
    return grid
  }

  private func places(of episode: Episode) throws -> [SIMD2<Double>] {
    let rows = try reader.rows(configuration.position, as: Double.self, of: episode, width: 2)
    return (0..<episode.length).map { SIMD2(rows.values[2 * $0], rows.values[2 * $0 + 1]) }
  }
}
