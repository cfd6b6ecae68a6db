import Agents
import Experiments
import Foundation

/// Everything that an update gave, as a table for people: a line for each quantity, with the mean, the
/// deviation, the least and the greatest of what had many values.
enum ReportTable {
  private static let statistics = ["mean", "std", "min", "max"]

  static func text(_ report: TrainingReport) -> String {
    var rows = [["update \(report.update)"] + statistics]
    for (name, value) in report.diagnostics + report.speeds {
      let (quantity, column) = split(name)
      if rows.last?[0] != quantity { rows.append([quantity, "", "", "", ""]) }
      rows[rows.count - 1][column] = text(value)
    }
    return Table.text(rows, rightAligned: Set(1...statistics.count))
  }

  /// `return_std` is the standard deviation of `return`; what says nothing is a mean.
  private static func split(_ name: String) -> (quantity: String, column: Int) {
    for (index, statistic) in statistics.enumerated() where name.hasSuffix("_\(statistic)") {
      return (String(name.dropLast(statistic.count + 1)), index + 1)
    }
    return (name, 1)
  }

  private static func text(_ value: TrainingReport.Value) -> String {
    switch value {
    case .integer(let number): "\(number)"
    case .number(let number): String(format: abs(number) < 1000 ? "%.4g" : "%.0f", number)
    case .missing: ""
    }
  }
}
