/// Lists and ranges, as they are written on a command line.
enum GridText {
  /// The parts between commas; a comma after a backslash is part of a value.
  static func list(_ text: String) -> [String] {
    var parts = [""]
    var isEscaped = false
    for character in text {
      if isEscaped {
        parts[parts.count - 1] += character == "," ? "," : "\\\(character)"
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else if character == "," {
        parts.append("")
      } else {
        parts[parts.count - 1].append(character)
      }
    }
    if isEscaped { parts[parts.count - 1] += "\\" }
    return parts
  }

  /// The whole numbers from `a` to `b`, where the text is `a..b`.
  static func range(_ text: String, of flag: String) throws(GridError) -> [String]? {
    guard let dots = text.firstRange(of: ".."), let first = Int(text[..<dots.lowerBound]),
      let last = Int(text[dots.upperBound...])
    else { return nil }
    let (distance, overflow) = last.subtractingReportingOverflow(first)
    guard first <= last, !overflow, distance < mostValues else { throw .range(flag, text) }
    return (first...last).map(String.init)
  }

  private static let mostValues = 100_000
}
