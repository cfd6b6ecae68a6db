import Foundation

extension ReferenceResult: CustomStringConvertible {
  /// A table of what was compared, a line for each dataset.
  package var description: String {
    switch outcome {
    case .unknown: "\(path)\n  not known here, not compared\n"
    case .failed(let error): "\(path)\n  FAIL  \(error)\n"
    case .compared(let findings):
      "\(path)\n" + Self.header
        + findings.deviations.all.sorted { $0.dataset < $1.dataset }.map(Self.line).joined()
        + findings.skipped.map { "  skipped, as this case lacks it: \($0)\n" }.joined()
        + findings.unknown.map { "  not known here, not compared: \($0)\n" }.joined()
    }
  }

  private static let header = line("what", "values", "deviation", "allowed", "")

  private static func line(_ deviation: ReferenceDeviation) -> String {
    let verdict =
      deviation.isWithinTolerance
      ? (deviation.worst == nil ? "reported only" : "ok")
      : "FAIL  \(deviation.worst?.place ?? "")"
    return line(
      deviation.dataset, "\(deviation.count)",
      number(deviation.worst?.difference ?? deviation.largest),
      deviation.worst.map { number($0.allowed) } ?? "-", verdict)
  }

  private static func line(
    _ what: String, _ count: String, _ deviation: String, _ allowed: String, _ verdict: String
  ) -> String {
    let what = what.padding(toLength: max(46, what.count), withPad: " ", startingAt: 0)
    let numbers = [count, deviation, allowed].map { text in
      String(repeating: " ", count: max(0, 10 - text.count)) + text
    }
    let line = "  \(what)\(numbers.joined(separator: " "))  \(verdict)"
    return String(line[...(line.lastIndex { $0 != " " } ?? line.startIndex)]) + "\n"
  }

  private static func number(_ value: Double) -> String {
    value == 0 || !value.isFinite ? (value == 0 ? "0" : "\(value)") : String(format: "%.1e", value)
  }
}
