import Storage

/// Text in columns.
package enum Table {
  /// Lines of cells, each column as wide as its widest cell; the last column is not padded. A cell is
  /// one line, whatever is in it.
  ///
  /// - Parameter width: The most characters that a line may have; a last column of words goes on below
  ///   itself where they are too many. Nil for any number.
  package static func text(
    _ rows: [[String]], rightAligned: Set<Int> = [], width: Int? = nil
  ) -> String {
    let cells = rows.map { $0.map(OutgoingText.line) }
    let rows = width.map { wrapped(cells, width: $0) } ?? cells
    let columnCount = rows.map(\.count).max() ?? 0
    let widths = (0..<columnCount).map { column in
      rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.map { row in
      var line = ""
      for (column, cell) in row.enumerated() {
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        let isLast = column == row.count - 1
        line += rightAligned.contains(column) ? padding + cell : cell + (isLast ? "" : padding)
        if !isLast { line += "  " }
      }
      while line.last == " " { line.removeLast() }
      return line
    }.joined(separator: "\n")
  }

  /// The narrowest last column that is broken into lines; in a narrower one nobody could read.
  private static let narrowestText = 12

  private static func wrapped(_ rows: [[String]], width: Int) -> [[String]] {
    let last = (rows.map(\.count).max() ?? 0) - 1
    let used = (0..<max(last, 0)).reduce(0) { used, column in
      used + 2 + (rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0)
    }
    guard width - used >= narrowestText else { return rows }
    return rows.flatMap { row -> [[String]] in
      guard row.count == last + 1, row[last].count > width - used else { return [row] }
      let lines = TextWrapping.lines(row[last], width: width - used)
      return [Array(row.dropLast()) + [lines[0]]]
        + lines.dropFirst().map { Array(repeating: "", count: last) + [$0] }
    }
  }
}
