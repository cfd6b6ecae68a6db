import Environments

/// Numbers that are recorded by name: rows of doubles that need not all be there nor be equally long.
struct InfoTable {
  private var columns: [String: Column] = [:]
  /// Units and meanings, by name.
  private let labels: [String: QuantityLabel]

  init(_ labels: [QuantityLabel]) {
    self.labels = Dictionary(labels.map { ($0.name, $0) }) { first, _ in first }
  }

  private struct Column {
    var width = 0
    /// Row after row, each `width` long.
    var values: [Double] = []

    var rowCount: Int { width == 0 ? 0 : values.count / width }

    mutating func set(_ row: Int, _ numbers: [Double]) {
      if numbers.count > width { widen(to: numbers.count) }
      let missing = (row + 1) * width - values.count
      if missing > 0 { values += repeatElement(.nan, count: missing) }
      for (index, number) in numbers.enumerated() { values[row * width + index] = number }
    }

    private mutating func widen(to newWidth: Int) {
      let filler = [Double](repeating: .nan, count: newWidth - width)
      values = (0..<rowCount).flatMap { row in
        values[row * width..<(row + 1) * width] + filler
      }
      width = newWidth
    }
  }

  /// Sets a row. Shorter rows are filled up with NaN, and so are rows that are left out.
  mutating func set(_ name: String, row: Int, _ values: [Double]) {
    columns[name, default: Column()].set(row, values)
  }

  /// Each name's rows, `rowCount` of them, under `infos/`.
  func series(rowCount: Int) -> [EpisodeSeries] {
    columns.keys.sorted().compactMap { name in
      guard let column = columns[name], column.width > 0 else { return nil }
      let label = labels[name]
      // Those of one quantity are not those of another.
      let component = name.replacing("/", with: "_") + "_component"
      var series = EpisodeSeries(
        EpisodeSeries.Format(
          "infos/\(name)", .float64, rowShape: column.width == 1 ? [] : [column.width],
          unit: label?.unit, classes: label?.classes ?? [],
          dimensions: column.width == 1 ? ["state"] : ["state", component]))
      series.append(column.values.span)
      for _ in column.values.count..<rowCount * column.width { series.append(Double.nan) }
      return series
    }
  }

  /// What the rows take, in bytes.
  var byteCount: Int { columns.values.reduce(0) { $0 + 8 * $1.values.count } }

  mutating func removeAll() { columns.removeAll(keepingCapacity: true) }
}
