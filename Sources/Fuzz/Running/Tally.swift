import Foundation

/// Counts what became of cases.
struct Tally: Sendable {
  private struct Row {
    var cases = 0
    var outcomes = [String: Int]()
    var failures = 0
    var seconds = 0.0
    var slowest = (seconds: 0.0, number: 0)
    var peakMegabytes = 0
  }

  private var rows = [Kind: Row]()
  private(set) var failures = [CaseResult]()

  mutating func add(_ result: CaseResult) {
    var row = rows[result.made.kind] ?? Row()
    row.cases += 1
    switch result.verdict {
    case .fine(let outcome): row.outcomes[outcome, default: 0] += 1
    case .failure:
      row.failures += 1
      failures.append(result)
    }
    row.seconds += result.seconds
    if result.seconds > row.slowest.seconds { row.slowest = (result.seconds, result.number) }
    row.peakMegabytes = max(row.peakMegabytes, result.peakMegabytes)
    rows[result.made.kind] = row
  }

  var count: Int { rows.values.reduce(0) { $0 + $1.cases } }

  /// A line a kind.
  var table: String {
    let outcomes = ["0", "64", "65", "74", "stopped"]
    var lines = [
      ["kind", "cases"] + outcomes + ["failures", "mean s", "slowest s", "(case)", "memory MB"]
    ]
    for kind in Kind.allCases {
      guard let row = rows[kind] else { continue }
      let mean = row.seconds / Double(row.cases)
      lines.append(
        [kind.rawValue, "\(row.cases)"] + outcomes.map { "\(row.outcomes[$0] ?? 0)" } + [
          "\(row.failures)", Self.text(mean), Self.text(row.slowest.seconds),
          "\(row.slowest.number)", "\(row.peakMegabytes)",
        ])
    }
    let widths = lines[0].indices.map { column in lines.map { $0[column].count }.max()! }
    return lines.map { line in
      zip(line, widths).enumerated().map { index, cell in
        let blanks = String(repeating: " ", count: cell.1 - cell.0.count)
        return index == 0 ? cell.0 + blanks : blanks + cell.0
      }.joined(separator: "  ")
    }.joined(separator: "\n")
  }

  private static func text(_ seconds: Double) -> String {
    String(format: "%.2f", seconds)
  }
}
