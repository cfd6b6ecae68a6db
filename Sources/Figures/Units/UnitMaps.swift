import Environments
import Evaluate
import Foundation

/// How the units of a trajectory file are tuned to place and heading.
///
///     let maps = try UnitMaps(measuring: TrajectoryReader(URL(filePath: "traj.h5")))
///     try UnitsFigure(of: maps).write(to: URL(filePath: "units.png"))
public struct UnitMaps {
  /// How a unit is tuned to a binned variable.
  package struct Tuning {
    package let measure: UnitTuning.Measure
    /// The mean activation in each bin; nil where nobody was.
    let means: [Double?]
  }

  public struct Unit {
    public let number: Int
    /// Its least and largest activation in the file.
    public let lowest, highest: Double
    package let place: Tuning
    package let heading: Tuning?
    /// The mean resultant vector of its rates over the heading, a rate being the activation less the
    /// lowest; nil without headings, and for a unit that does not change.
    public let resultant: (heading: Double, length: Double)?
  }

  /// The series, and what one of its units is called.
  public let series, title: String
  public let episodeCount, stepCount: Int
  let grid: SpatialGrid
  /// Whether the edges are those of the places in this file.
  public let hasEdgesOfData: Bool
  /// What is known of the plane, and where its regions were.
  let plan: FloorPlan?
  let regions: [(region: FloorPlan.Region, centers: [SIMD2<Double>])]
  let circle: HeadingBins
  let positionUnit: String?
  public let shuffleCount: Int
  /// In the order of their numbers.
  public let units: [Unit]

  package var hasHeading: Bool { units.first?.heading != nil }

  /// All units, those first that beat more of their control and, among these, tell most about the place.
  public var byInformation: [Unit] {
    units.sorted { first, second in
      let (left, right) = (first.place.measure, second.place.measure)
      return (left.probability ?? 0, -left.information, first.number)
        < (right.probability ?? 0, -right.information, second.number)
    }
  }

  // MARK: For programs

  /// A row for each unit; what there is not is an empty field.
  public var csv: String {
    var header = ["unit", "lowest", "highest"]
    let columns = ["information", "control", "control_std", "above_control", "p"]
    header += columns.map { "place_\($0)" }
    header += columns.map { "heading_\($0)" } + ["preferred_heading", "resultant_length"]
    let rows = units.map { unit in
      let numbers =
        [unit.lowest, unit.highest] + Self.numbers(unit.place.measure)
        + Self.numbers(unit.heading?.measure)
        + [unit.resultant?.heading, unit.resultant?.length]
      return ["\(unit.number)"] + numbers.map { $0.map { "\($0)" } ?? "" }
    }
    return ([header] + rows).map { $0.joined(separator: ",") + "\n" }.joined()
  }

  private static func numbers(_ measure: UnitTuning.Measure?) -> [Double?] {
    [
      measure?.information, measure?.control?.mean, measure?.control?.standardDeviation,
      measure?.excess, measure?.probability,
    ]
  }

  fileprivate struct Record: Encodable {
    struct Tuning: Encodable {
      let information: Double
      let control, controlStandardDeviation, aboveControl, p: Double?

      init(_ measure: UnitTuning.Measure) {
        information = measure.information
        control = measure.control?.mean
        controlStandardDeviation = measure.control?.standardDeviation
        aboveControl = measure.excess
        p = measure.probability
      }

      // What there is not is null.
      func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(information, forKey: .information)
        try container.encode(control, forKey: .control)
        try container.encode(controlStandardDeviation, forKey: .controlStandardDeviation)
        try container.encode(aboveControl, forKey: .aboveControl)
        try container.encode(p, forKey: .p)
      }

      private enum CodingKeys: CodingKey {
        case information, control, controlStandardDeviation, aboveControl, p
      }
    }

    struct Unit: Encodable {
      let unit: Int
      let lowest, highest: Double
      let place: Tuning
      let heading: Tuning?
      let preferredHeading, resultantLength: Double?

      func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(unit, forKey: .unit)
        try container.encode(lowest, forKey: .lowest)
        try container.encode(highest, forKey: .highest)
        try container.encode(place, forKey: .place)
        try container.encode(heading, forKey: .heading)
        try container.encode(preferredHeading, forKey: .preferredHeading)
        try container.encode(resultantLength, forKey: .resultantLength)
      }

      private enum CodingKeys: CodingKey {
        case unit, lowest, highest, place, heading, preferredHeading, resultantLength
      }
    }

    let series: String
    let episodes, steps, shuffles: Int
    /// From and to.
    let x, y: [Double]
    public let hasEdgesOfData: Bool
    let columns, rows, headingBins: Int
    public let units: [Unit]

    init(_ maps: UnitMaps) {
      series = maps.series
      (episodes, steps, shuffles) = (maps.episodeCount, maps.stepCount, maps.shuffleCount)
      x = [maps.grid.x.lowerBound, maps.grid.x.upperBound]
      y = [maps.grid.y.lowerBound, maps.grid.y.upperBound]
      hasEdgesOfData = maps.hasEdgesOfData
      (columns, rows, headingBins) = (maps.grid.columns, maps.grid.rows, maps.circle.count)
      units = maps.units.map { unit in
        Unit(
          unit: unit.number, lowest: unit.lowest, highest: unit.highest,
          place: Tuning(unit.place.measure), heading: unit.heading.map { Tuning($0.measure) },
          preferredHeading: unit.resultant?.heading, resultantLength: unit.resultant?.length)
      }
    }
  }
}

extension UnitMaps: Encodable {
  public func encode(to encoder: any Encoder) throws { try Record(self).encode(to: encoder) }
}
