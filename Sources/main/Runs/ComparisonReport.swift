import Experiments
import Files
import Foundation

/// What a comparison of two groups of runs found, for people and for programs.
struct ComparisonReport: Encodable {
  struct Entry: Encodable {
    let environment: String
    /// The steps that all runs made.
    let steps: Int
    let final, area: RunComparison
  }

  let first, second, column: String
  let environments: [Entry]

  /// - Throws: `RunQueryError`, `FileError`.
  init(first: [RunSummary], second: [RunSummary], names: [String], y: String) throws {
    (self.first, self.second) = (names[0], names[1])
    column = y
    let known = Set(first.compactMap { $0["env"] }).intersection(second.compactMap { $0["env"] })
    environments = try known.sorted().compactMap { environment in
      let groups = try [first, second].map { runs in
        try runs.filter { $0["env"] == environment }
          .map { try Curve(of: $0.directory, x: "steps", y: y) }.filter { !$0.x.isEmpty }
      }
      guard groups.allSatisfy({ !$0.isEmpty }) else { return nil }
      return Self.entry(environment, groups[0], groups[1])
    }
    if environments.isEmpty {
      throw RunQueryError.nothingLeft(
        "\(names[0]) and \(names[1]) have no environment in common with values of \(y). Name "
          + "groups of runs of the same environments.")
    }
  }

  private static func entry(_ environment: String, _ first: [Curve], _ second: [Curve]) -> Entry {
    let all = first + second
    let begin = all.map { $0.x[0] }.max()!
    let end = all.map { $0.x[$0.x.count - 1] }.min()!
    func compare(from start: Double) -> RunComparison {
      RunComparison(
        first.map { $0.cut(from: start, to: end).meanOverX },
        second.map { $0.cut(from: start, to: end).meanOverX })
    }
    return Entry(
      environment: environment, steps: Int(end), final: compare(from: min(0.9 * end, end)),
      area: compare(from: min(begin, end)))
  }

  /// For each environment a table of both measures and groups.
  var table: String {
    let names = "A: \(OutgoingText.line(first))\nB: \(OutgoingText.line(second))\n\n"
    return names
      + environments.map { entry in
        var rows = [["", "", "runs", "mean", "iqm", "median", "std", "min", "max"]]
        rows += self.rows("final", entry.final) + self.rows("area", entry.area)
        return """
          \(entry.environment): \(column) over \(HumanUnits.count(Double(entry.steps))) steps
          \(Table.text(rows, rightAligned: [2]))
          \(sentence("final", entry.final))
          \(sentence("area", entry.area))
          """
      }.joined(separator: "\n\n")
  }

  private func rows(_ measure: String, _ comparison: RunComparison) -> [[String]] {
    [("A", comparison.first), ("B", comparison.second)].map { name, group in
      [
        name == "A" ? measure : "", name, "\(group.runs)",
        HumanUnits.value(group.mean) + text(group.meanInterval),
        HumanUnits.value(group.iqm) + text(group.iqmInterval), HumanUnits.value(group.median),
        group.standardDeviation.map(HumanUnits.value) ?? "-", HumanUnits.value(group.minimum),
        HumanUnits.value(group.maximum),
      ]
    }
  }

  private func sentence(_ measure: String, _ comparison: RunComparison) -> String {
    let value = String(format: "%.2f", comparison.probabilityOfImprovement)
    let interval = comparison.probabilityInterval.map {
      String(format: " [%.2f, %.2f]", $0.low, $0.high)
    }
    return "P(A > B), \(measure): \(value)\(interval ?? "")"
  }

  private func text(_ interval: Bootstrap.Interval?) -> String {
    interval.map { " [\(HumanUnits.value($0.low)), \(HumanUnits.value($0.high))]" } ?? ""
  }
}
