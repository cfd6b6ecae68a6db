/// A view of `rows` by `columns` bytes, row after row without gaps. Like ``Matrix`` it does not own its
/// memory.
@safe public struct ByteMatrix: @unchecked Sendable {
  package let base: UnsafeMutablePointer<UInt8>
  public let rows: Int
  public let columns: Int

  fileprivate init(base: UnsafeMutablePointer<UInt8>, rows: Int, columns: Int) {
    precondition(rows >= 0 && columns >= 0, "a matrix has no negative size")
    unsafe self.base = base
    self.rows = rows
    self.columns = columns
  }

  /// A matrix without columns.
  public init(emptyRows rows: Int) {
    // Nobody may touch what is there: there is nothing.
    unsafe self.init(base: UnsafeMutablePointer(bitPattern: 64)!, rows: rows, columns: 0)
  }

  /// The number of bytes.
  public var count: Int { rows * columns }

  @inline(__always)
  public subscript(row: Int, column: Int) -> UInt8 {
    get {
      assert(row >= 0 && row < rows && column >= 0 && column < columns)
      return unsafe base[row * columns + column]
    }
    nonmutating set {
      assert(row >= 0 && row < rows && column >= 0 && column < columns)
      unsafe base[row * columns + column] = newValue
    }
  }

  /// The rows of `range`, as a view.
  public func rows(_ range: Range<Int>) -> ByteMatrix {
    precondition(range.lowerBound >= 0 && range.upperBound <= rows, "the matrix has these rows")
    return unsafe ByteMatrix(
      base: base + range.lowerBound * columns, rows: range.count, columns: columns)
  }

  /// Copies the bytes of a matrix of the same shape.
  public func copy(from other: ByteMatrix) {
    precondition(rows == other.rows && columns == other.columns, "both matrices have one shape")
    unsafe base.update(from: other.base, count: count)
  }

  /// Copies `bytes`, row after row.
  public func copy(from bytes: [UInt8]) {
    precondition(bytes.count == count, "\(bytes.count) bytes do not fill \(rows) x \(columns)")
    for index in 0..<count { unsafe base[index] = bytes[index] }
  }

  /// Copies the rows of `source` at `indices`, one after the other.
  public func gatherRows(of source: ByteMatrix, at indices: [Int32]) {
    precondition(rows == indices.count && columns == source.columns)
    for (row, index) in indices.enumerated() {
      precondition(index >= 0 && index < source.rows)
      unsafe (base + row * columns).update(
        from: source.base + Int(index) * columns, count: columns)
    }
  }

  /// Writes `numbers`, rounded and brought into 0...255, from `column` on.
  public func round(_ numbers: Matrix, at column: Int) {
    precondition(rows == numbers.rows && column >= 0 && column + numbers.columns <= columns)
    for row in 0..<rows {
      for index in 0..<numbers.columns {
        self[row, column + index] = UInt8(rounding: numbers[row, index])
      }
    }
  }

  /// The bytes, row after row.
  public var values: [UInt8] { (0..<count).map { unsafe base[$0] } }
}

extension UInt8 {
  /// The nearest byte; 0 for what is not a number.
  @inline(__always)
  public init(rounding number: Float) {
    // In this order what is not a number is less than 0.
    self.init(Swift.min(Swift.max(0, number.rounded()), 255))
  }
}

extension Carver {
  /// The next `rows` by `columns` bytes.
  public mutating func bytes(rows: Int, columns: Int) -> ByteMatrix {
    let (count, overflow) = rows.multipliedReportingOverflow(by: columns)
    precondition(!overflow, "matrices fit into memory")
    let room = matrix(rows: 1, columns: (count + 3) / 4)
    let base = unsafe UnsafeMutableRawPointer(room.base).bindMemory(
      to: UInt8.self, capacity: count)
    return unsafe ByteMatrix(base: base, rows: rows, columns: columns)
  }
}
