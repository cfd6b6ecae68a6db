import Environments

/// What was recorded of one quantity in an episode: a row for each step, or for each state between
/// steps, in memory as it will lie in a file.
package struct EpisodeSeries: Sendable, Equatable {
  /// The type of every number.
  package enum Element: Sendable, Hashable {
    case float32, float64, int64
    /// Yes or no, in a byte.
    case flag
    /// From 0 to 255, in a byte.
    case byte

    /// The number of bytes.
    package var size: Int {
      switch self {
      case .float32: 4
      case .float64, .int64: 8
      case .flag, .byte: 1
      }
    }
  }

  /// What stays the same from episode to episode.
  package struct Format: Sendable, Hashable {
    /// The dataset's path in the episode's group, such as `infos/position`.
    package let name: String
    package let element: Element
    /// The shape of a row; [] for a single number.
    package let rowShape: [Int]
    /// What the numbers are measured in, such as `m/s`; nil where they have no unit or it is not known.
    package let unit: String?
    /// What the values mean, where they are few.
    package let classes: [QuantityLabel.ValueClass]
    /// What the dimensions are called: the first (`step` or `state`), then one for each of `rowShape`.
    package let dimensions: [String]

    package init(
      _ name: String, _ element: Element, rowShape: [Int], unit: String? = nil,
      classes: [QuantityLabel.ValueClass] = [], dimensions: [String]
    ) {
      precondition(dimensions.count == rowShape.count + 1, "each dimension of '\(name)' has a name")
      self.name = name
      self.element = element
      self.rowShape = rowShape
      self.unit = unit
      self.classes = classes
      self.dimensions = dimensions
    }

    /// The number of values in a row.
    package var width: Int { rowShape.reduce(1, *) }
  }

  package let format: Format
  /// The rows one after the other, in the machine's byte order.
  package private(set) var bytes: [UInt8] = []

  package init(_ format: Format) { self.format = format }

  /// The number of rows.
  package var rowCount: Int {
    let size = format.width * format.element.size
    return size == 0 ? 0 : bytes.count / size
  }

  /// Appends values of the type that the format names: one row, or several.
  package mutating func append<Value: BitwiseCopyable>(_ values: Span<Value>) {
    precondition(MemoryLayout<Value>.size == format.element.size)
    unsafe values.bytes.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
  }

  /// Appends one value.
  package mutating func append<Value: BitwiseCopyable>(_ value: Value) {
    precondition(MemoryLayout<Value>.size == format.element.size)
    unsafe withUnsafeBytes(of: value) { unsafe bytes.append(contentsOf: $0) }
  }

  /// The same rows under another name.
  package func renamed(_ name: String) -> EpisodeSeries {
    var series = EpisodeSeries(
      Format(
        name, format.element, rowShape: format.rowShape, unit: format.unit,
        classes: format.classes, dimensions: format.dimensions))
    series.bytes = bytes
    return series
  }

  /// Forgets all rows and keeps their memory.
  package mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }
}
