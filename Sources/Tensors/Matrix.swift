/// A row-major view of `rows` by `columns` values of single precision, rows `stride` values apart.
///
/// A view is a plain value: it does not own its memory and does not keep it alive. Whoever makes one
/// also holds the ``Arena`` (or other memory) that it views for as long as the view is used. Writing
/// through a view is therefore not `mutating`: the view stays as it is, the memory changes.
@safe public struct Matrix: @unchecked Sendable {
  @usableFromInline package let base: UnsafeMutablePointer<Float>
  public let rows: Int
  public let columns: Int
  public let stride: Int

  @inlinable
  package init(base: UnsafeMutablePointer<Float>, rows: Int, columns: Int, stride: Int? = nil) {
    precondition(rows >= 0 && columns >= 0, "a matrix has no negative size")
    unsafe self.base = base
    self.rows = rows
    self.columns = columns
    self.stride = stride ?? columns
  }

  /// The number of values, gaps between rows not counted.
  @inlinable public var count: Int { rows * columns }

  /// Whether the values follow one another without gaps.
  @inlinable public var isContiguous: Bool { stride == columns || rows <= 1 }

  @inlinable @inline(__always)
  public subscript(row: Int, column: Int) -> Float {
    get {
      assert(row >= 0 && row < rows && column >= 0 && column < columns)
      return unsafe base[row * stride + column]
    }
    nonmutating set {
      assert(row >= 0 && row < rows && column >= 0 && column < columns)
      unsafe base[row * stride + column] = newValue
    }
  }

  /// The value at `index` in a matrix without gaps.
  @inlinable @inline(__always)
  public subscript(index: Int) -> Float {
    get {
      assert(isContiguous && index >= 0 && index < count)
      return unsafe base[index]
    }
    nonmutating set {
      assert(isContiguous && index >= 0 && index < count)
      unsafe base[index] = newValue
    }
  }

  /// The rows of `range`, as a view.
  @inlinable @inline(__always)
  public func rows(_ range: Range<Int>) -> Matrix {
    precondition(range.lowerBound >= 0 && range.upperBound <= rows, "the matrix has these rows")
    return unsafe Matrix(
      base: base + range.lowerBound * stride, rows: range.count, columns: columns, stride: stride)
  }

  /// One row, as a view.
  @inlinable @inline(__always)
  public func row(_ index: Int) -> Matrix { rows(index..<index + 1) }

  /// The columns of `range`, as a view.
  @inlinable @inline(__always)
  public func columns(_ range: Range<Int>) -> Matrix {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= columns, "the matrix has these columns")
    return unsafe Matrix(
      base: base + range.lowerBound, rows: rows, columns: range.count, stride: stride)
  }

  /// The same values as another shape. The matrix must have no gaps.
  public func reshaped(rows: Int, columns: Int) -> Matrix {
    precondition(isContiguous && rows * columns == count, "a reshaped matrix keeps its values")
    return unsafe Matrix(base: base, rows: rows, columns: columns)
  }
}

extension Matrix {
  public func fill(_ value: Float) {
    for row in 0..<rows {
      unsafe (base + row * stride).update(repeating: value, count: columns)
    }
  }

  /// Copies the values of a matrix of the same shape.
  @inlinable @inline(__always)
  public func copy(from other: Matrix) {
    precondition(rows == other.rows && columns == other.columns, "both matrices have one shape")
    if isContiguous && other.isContiguous {
      unsafe base.update(from: other.base, count: count)
    } else {
      for row in 0..<rows {
        unsafe (base + row * stride).update(from: other.base + row * other.stride, count: columns)
      }
    }
  }

  /// Copies `values`, row after row.
  public func copy(from values: [Float]) {
    precondition(values.count == count, "\(values.count) values do not fill \(rows) x \(columns)")
    for row in 0..<rows {
      for column in 0..<columns { self[row, column] = values[row * columns + column] }
    }
  }

  /// The values, row after row.
  public var values: [Float] {
    var result = [Float]()
    result.reserveCapacity(count)
    for row in 0..<rows {
      for column in 0..<columns { result.append(self[row, column]) }
    }
    return result
  }

  /// Whether no value is infinite or not a number.
  public var isFinite: Bool {
    (0..<rows).allSatisfy { row in (0..<columns).allSatisfy { self[row, $0].isFinite } }
  }

  /// Calls `body` with the values of one row.
  @inlinable @inline(__always)
  public func withRow<Result, Failure: Error>(
    _ row: Int, _ body: (Span<Float>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    precondition(row >= 0 && row < rows)
    return try body(unsafe Span(_unsafeStart: base + row * stride, count: columns))
  }

  /// Calls `body` with the values of one row, to be changed in place.
  @inlinable @inline(__always)
  public func withMutableRow<Result, Failure: Error>(
    _ row: Int, _ body: (inout MutableSpan<Float>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    precondition(row >= 0 && row < rows)
    var span = unsafe MutableSpan(_unsafeStart: base + row * stride, count: columns)
    return try body(&span)
  }
}
