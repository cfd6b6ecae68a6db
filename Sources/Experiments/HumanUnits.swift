import Foundation

/// Numbers as people like to read them.
package enum HumanUnits {
  /// A count in at most four characters and a unit: `950`, `1.2k`, `345k`, `2.0M`, `1.5G`.
  package static func count(_ value: Double) -> String {
    guard value.isFinite else { return "?" }
    var scaled = max(value, 0)
    for unit in ["", "k", "M", "G", "T"] {
      // What rounds to a thousand belongs to the next unit, and what rounds to ten has no decimal.
      if unit.isEmpty ? scaled < 999.5 : scaled < 9.95 {
        return String(format: unit.isEmpty ? "%.0f" : "%.1f", scaled) + unit
      }
      if scaled < 999.5 || unit == "T" { return String(format: "%.0f", scaled) + unit }
      scaled /= 1000
    }
    return "?"
  }

  /// A number of things: `1 episode`, `20 episodes`.
  ///
  /// - Parameter plural: What several are called, where that is not the word with an s.
  package static func counted(_ count: Int, _ noun: String, plural: String? = nil) -> String {
    "\(count) \(count == 1 ? noun : plural ?? noun + "s")"
  }

  /// A duration in its two largest units: `42 s`, `2 min 5 s`, `3 h 12 min`, `2 d 4 h`.
  package static func duration(seconds: Double) -> String {
    guard seconds.isFinite, seconds < 1e9 else { return "?" }
    let total = Int(max(seconds, 0).rounded())
    let (minutes, hours, days) = (total / 60, total / 3600, total / 86400)
    if minutes == 0 { return "\(total) s" }
    if hours == 0 { return "\(minutes) min \(total % 60) s" }
    if days == 0 { return "\(hours) h \(minutes % 60) min" }
    return "\(days) d \(hours % 24) h"
  }

  /// A measured value with about four digits: `0.1234`, `12.35`, `-912.3`, `12346`.
  package static func value(_ value: Double) -> String {
    guard value.isFinite else { return value.description }
    switch abs(value) {
    case ..<9.9995: return String(format: "%.3f", value)
    case ..<99.995: return String(format: "%.2f", value)
    case ..<9999.95: return String(format: "%.1f", value)
    default: return String(format: "%.0f", value)
    }
  }
}
