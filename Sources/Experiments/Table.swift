import Files

/// Text in columns.
package enum Table {
  /// Lines of cells, each column as wide as its widest cell; the last column is not padded. A cell is
  /// one line, whatever is in it.
  ///
  /// - Parameter width: The most characters that a line may have; a last column of words continues below
  ///   itself where they are too many, or, where there is no room for it, below the others. Nil for any
  ///   number.
  package static func text(
    _ rows: [[String]], rightAligned: Set<Int> = [], width: Int? = nil
  ) -> String {
    self.rows(rows, rightAligned: rightAligned, width: width).joined(separator: "\n")
  }

  /// The same, each row by itself: a line, or several where the last column continues below.
  package static func rows(
    _ rows: [[String]], rightAligned: Set<Int> = [], width: Int? = nil
  ) -> [String] {
    let rows = rows.map { $0.map(OutgoingText.line) }
    let columnCount = rows.map(\.count).max() ?? 0
    let widths = (0..<columnCount).map { column in
      rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    // Where the last column begins.
    let start = widths.dropLast().reduce(0) { $0 + $1 + 2 }
    return rows.map { row in
      var line = ""
      for (column, cell) in row.enumerated() {
        let isLast = column == row.count - 1
        if isLast, column == columnCount - 1, let width, start + cell.count > width {
          line = wrapped(line, cell, start: start, width: width)
          continue
        }
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        line += rightAligned.contains(column) ? padding + cell : cell + (isLast ? "" : padding)
        if !isLast { line += "  " }
      }
      while line.last == " " { line.removeLast() }
      return line
    }
  }

  /// A last column that is narrower than this nobody could read.
  private static let narrowestText = 20
  /// How far the last column stands from the edge where it has no room beside the others.
  private static let indent = 6

  /// A row whose last cell is too long for its line.
  private static func wrapped(
    _ others: String, _ cell: String, start: Int, width: Int
  ) -> String {
    let isBeside = width - start >= narrowestText
    let margin = isBeside ? start : indent
    let lines = TextWrapping.lines(cell, width: max(width - margin, 1))
    let text = lines.joined(separator: "\n" + String(repeating: " ", count: margin))
    var others = others
    if isBeside { return others + text }
    while others.last == " " { others.removeLast() }
    return "\(others)\n\(String(repeating: " ", count: margin))\(text)"
  }
}
