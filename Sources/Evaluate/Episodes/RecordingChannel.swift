import Tensors

/// A quantity on its way from where it is computed, always the same place, into an episode's series.
struct RecordingChannel {
  private(set) var series: EpisodeSeries
  private let source: Matrix  // [1, values of a row]

  init(_ format: EpisodeSeries.Format, from source: Matrix) {
    precondition(source.count == format.width, "'\(format.name)' has other rows than its source")
    series = EpisodeSeries(format)
    self.source = source
  }

  /// Appends what stands there now as a row.
  mutating func record() {
    source.withRow(0) { values in
      switch series.format.element {
      case .float32: series.append(values)
      case .float64: for index in values.indices { series.append(Double(values[index])) }
      case .int64: for index in values.indices { series.append(Int64(values[index])) }
      case .byte: for index in values.indices { series.append(UInt8(rounding: values[index])) }
      case .flag: for index in values.indices { series.append(UInt8(values[index] == 0 ? 0 : 1)) }
      }
    }
  }

  mutating func removeAll() { series.removeAll() }
}
