import Evaluate
import Experiments
import Figures
import Foundation

extension UnitMaps {
  /// All units in lines, and what their numbers may be compared with, for the terminal.
  var table: String {
    var header = ["unit", "place (bits)", "control", "above", "p"]
    if hasHeading {
      header += ["heading (bits)", "control", "above", "p", "preferred (rad)", "resultant"]
    }
    let rows = byInformation.map { unit in
      ["\(unit.number)"] + cells(unit.place.measure)
        + (unit.heading.map { cells($0.measure) + cells(unit.resultant) } ?? [])
    }
    return Table.text([header] + rows, rightAligned: Set(0..<header.count)) + "\n" + advice
  }

  private func cells(_ measure: UnitTuning.Measure) -> [String] {
    [
      String(format: "%.3f", measure.information),
      measure.control.map { String(format: "%.3f ± %.3f", $0.mean, $0.standardDeviation) } ?? "-",
      measure.excess.map { String(format: "%.3f", $0) } ?? "-",
      measure.probability.map { String(format: "%.3f", $0) } ?? "-",
    ]
  }

  private func cells(_ resultant: (heading: Double, length: Double)?) -> [String] {
    guard let resultant else { return ["-", "-"] }
    return [String(format: "%.2f", resultant.heading), String(format: "%.3f", resultant.length)]
  }

  /// What the numbers may be compared with.
  private var advice: String {
    let data = "\(Count.text(episodeCount, "episode")), \(Count.text(stepCount, "step"))"
    guard shuffleCount > 0 else {
      return """
        \(data). Few steps in a bin make any unit look tuned, so that
        information falls as episodes are added. Without --shuffles there is no control to
        compare it with.
        """
    }
    return """
      \(data). Few steps in a bin make any unit look tuned, so that
      information falls as episodes are added: compare a unit with its control (the same after
      \(Count.text(shuffleCount, "shift")) in time), and files of different length by 'above', the
      information less the control's mean.
      """
  }
}
