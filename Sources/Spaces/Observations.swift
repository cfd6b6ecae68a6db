import Tensors

/// Observations as they are kept and as an encoder reads them, R of them: the numbers of the vectors, and
/// the bytes of the images.
public struct Observations: Sendable {
  /// The vectors, field after field; [R, N].
  public let numbers: Matrix
  /// The images, field after field; [R, B].
  public let images: ByteMatrix

  fileprivate init(numbers: Matrix, images: ByteMatrix) {
    self.numbers = numbers
    self.images = images
  }

  /// Observations without images, a view of [R, N].
  public init(_ numbers: Matrix) {
    self.init(numbers: numbers, images: ByteMatrix(emptyRows: numbers.rows))
  }

  /// R
  public var rowCount: Int { numbers.rows }

  /// The rows of `range`, as a view.
  @inline(__always)
  public func rows(_ range: Range<Int>) -> Observations {
    Observations(numbers: numbers.rows(range), images: images.rows(range))
  }

  /// One row, as a view.
  public func row(_ index: Int) -> Observations { rows(index..<index + 1) }

  /// Copies as many observations of the same layout.
  public func copy(from other: Observations) {
    numbers.copy(from: other.numbers)
    images.copy(from: other.images)
  }

  /// Copies the rows of `source` at `indices`, one after the other.
  public func gatherRows(of source: Observations, at indices: [Int32]) {
    numbers.gatherRows(of: source.numbers, at: indices)
    if images.columns > 0 { images.gatherRows(of: source.images, at: indices) }
  }

  /// Takes in rows as an environment gives them, [R, O].
  public func take(_ raw: Matrix, _ layout: ObservationLayout) {
    guard !layout.isVector else { return numbers.copy(from: raw) }
    var (number, byte, start) = (0, 0, 0)
    for field in layout.fields {
      let values = raw.columns(start..<start + field.size)
      switch field.element {
      case .float32:
        numbers.columns(number..<number + field.size).copy(from: values)
        number += field.size
      case .uint8:
        images.round(values, at: byte)
        byte += field.size
      }
      start += field.size
    }
  }
}

extension ObservationLayout {
  /// How many of a row's numbers are those of vectors, N.
  public var numberCount: Int { size(of: .float32) }
  /// How many are bytes of images, B.
  public var byteCount: Int { size(of: .uint8) }

  /// The fields of vectors, and where they are in a row.
  public var vectors: [(field: Field, range: Range<Int>)] { places(of: .float32) }
  /// The fields of images, likewise.
  public var images: [(field: Field, range: Range<Int>)] { places(of: .uint8) }

  private func places(of element: Element) -> [(field: Field, range: Range<Int>)] {
    var start = 0
    return fields.compactMap { field in
      defer { start += field.size }
      return field.element == element ? (field, start..<start + field.size) : nil
    }
  }

  private func size(of element: Element) -> Int {
    fields.reduce(0) { $0 + ($1.element == element ? $1.size : 0) }
  }
}

extension Carver {
  /// Room for the next `rows` observations.
  public mutating func observations(_ layout: ObservationLayout, rows: Int) -> Observations {
    Observations(
      numbers: matrix(rows: rows, columns: layout.numberCount),
      images: bytes(rows: rows, columns: layout.byteCount))
  }
}
