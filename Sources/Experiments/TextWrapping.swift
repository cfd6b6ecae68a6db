/// Text in lines that end between words.
package enum TextWrapping {
  /// Breaks lines that are longer than `width` characters where a blank is.
  ///
  /// A line with two blanks side by side is laid out already, as a row of a table or a command to copy
  /// is, and stays as it is. So does a word that is longer than a line, such as a path.
  ///
  /// - Parameter indent: What lines begin with that continue one.
  package static func wrapped(_ text: String, width: Int, indent: String = "") -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { wrapped(line: String($0), width: width, indent: indent) }
      .joined(separator: "\n")
  }

  private static func wrapped(line: String, width: Int, indent: String) -> String {
    guard line.count > width, !line.contains("  ") else { return line }
    return lines(line, width: width, indent: indent).joined(separator: "\n")
  }

  /// The words of a text in lines of at most `width` characters.
  static func lines(_ text: String, width: Int, indent: String = "") -> [String] {
    var lines = [String]()
    var line = ""
    for word in text.split(separator: " ") {
      let start = line.isEmpty ? (lines.isEmpty ? "" : indent) : line + " "
      if !line.isEmpty && start.count + word.count > width {
        lines.append(line)
        line = indent + word
      } else {
        line = start + word
      }
    }
    return lines + [line]
  }

  /// A text cut to `width` characters: its middle goes, as names begin and end with what tells them
  /// apart.
  package static func shortened(_ text: String, width: Int) -> String {
    guard text.count > width else { return text }
    guard width > 3 else { return String(text.prefix(max(width, 0))) }
    let kept = width - 3
    return text.prefix(kept / 2) + "..." + text.suffix(kept - kept / 2)
  }
}
