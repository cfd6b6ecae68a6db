import Evaluate
import Experiments
import Foundation

/// How the units of a trajectory file are tuned to place and heading.
struct UnitMaps {
  /// What a unit is called.
  let title: String
  let grid: SpatialGrid
  let circle: HeadingBins
  let positionUnit: String?
  let place: UnitTuning
  let heading: UnitTuning?

  var unitCount: Int { place.activity.unitCount }

  /// The units that tell most about the place, those first that beat more of their control.
  func mostInformative(_ count: Int) -> [Int] {
    let measures = (0..<unitCount).map { place.measure(of: $0) }
    let order = (0..<unitCount).sorted { first, second in
      let (left, right) = (measures[first], measures[second])
      return (-(left.probability ?? 0), left.information, second)
        > (-(right.probability ?? 0), right.information, first)
    }
    return Array(order.prefix(count))
  }

  func table(of units: [Int]) -> String {
    var header = ["unit", "place (bits)", "control", "p"]
    if heading != nil { header += ["heading (bits)", "control", "p"] }
    let rows = units.map { unit in
      ["\(unit)"] + cells(place.measure(of: unit))
        + (heading.map { cells($0.measure(of: unit)) } ?? [])
    }
    return Table.text([header] + rows, rightAligned: Set(0..<header.count))
  }

  private func cells(_ measure: UnitTuning.Measure) -> [String] {
    [
      String(format: "%.3f", measure.information),
      measure.control.map { String(format: "%.3f ± %.3f", $0.mean, $0.standardDeviation) } ?? "-",
      measure.probability.map { String(format: "%.3f", $0) } ?? "-",
    ]
  }
}
