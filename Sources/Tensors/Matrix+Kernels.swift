import CKernels

extension Matrix {
  /// Adds `bias`, [1, columns], to each row.
  @inline(__always)
  public func addBias(_ bias: Matrix) {
    assert(bias.count == columns)
    unsafe ck_add_bias(base, stride, rows, columns, bias.base)
  }

  /// `tanh(self + bias)` in place, with `bias` [1, columns].
  @inline(__always)
  public func addBiasThenTanh(_ bias: Matrix) {
    assert(bias.count == columns)
    unsafe ck_tanh_bias(base, stride, rows, columns, bias.base)
  }

  /// `max(0, self + bias)` in place, with `bias` [1, columns].
  @inline(__always)
  public func addBiasThenReLU(_ bias: Matrix) {
    assert(bias.count == columns)
    unsafe ck_relu_bias(base, stride, rows, columns, bias.base)
  }

  /// Writes the transposed matrix into `result`, [columns, rows].
  @inline(__always)
  public func transpose(into result: Matrix) {
    assert(result.rows == columns && result.columns == rows)
    unsafe ck_transpose(result.base, result.stride, base, stride, rows, columns)
  }

  /// Adds a matrix of the same shape.
  @inline(__always)
  public func add(_ other: Matrix) {
    assert(rows == other.rows && columns == other.columns)
    for row in 0..<rows {
      unsafe ck_add_bias(
        base + row * stride, stride, 1, columns, other.base + row * other.stride)
    }
  }

  /// Turns the gradient of a tanh's output into that of its input, given the `output`.
  @inline(__always)
  public func multiplyByTanhDerivative(output: Matrix) {
    assert(rows == output.rows && columns == output.columns)
    unsafe ck_tanh_gradient(base, stride, output.base, output.stride, rows, columns)
  }

  /// Turns the gradient of a relu's output into that of its input, given the `output`.
  @inline(__always)
  public func multiplyByReLUDerivative(output: Matrix) {
    assert(rows == output.rows && columns == output.columns)
    unsafe ck_relu_gradient(base, stride, output.base, output.stride, rows, columns)
  }

  /// Writes the sums over rows, row after row, into `sums`, [1, columns]; or adds them to it.
  @inline(__always)
  public func sumRows(into sums: Matrix, accumulating: Bool = false) {
    assert(sums.count == columns)
    unsafe ck_column_sums(sums.base, base, stride, rows, columns, accumulating ? 1 : 0)
  }

  /// Replaces each row of logits of `columns` by log-probabilities, written into `result`.
  @inline(__always)
  public func logSoftmax(into result: Matrix) {
    assert(rows == result.rows && columns == result.columns)
    unsafe ck_log_softmax(result.base, result.stride, base, stride, rows, columns)
  }

  /// Writes each row times its own factor into `result`, which may be the matrix itself;
  /// `factors` has one value a row, without gaps.
  @inline(__always)
  public func scaleRows(by factors: Matrix, into result: Matrix) {
    assert(rows == result.rows && columns == result.columns && factors.count == rows)
    assert(factors.isContiguous)
    unsafe ck_scale_rows(result.base, result.stride, base, stride, rows, columns, factors.base)
  }

  /// Copies the rows of `source` at `indices`, one after the other.
  public func gatherRows(of source: Matrix, at indices: [Int32]) {
    precondition(rows == indices.count && columns == source.columns)
    unsafe indices.withUnsafeBufferPointer { indices in
      guard let first = indices.baseAddress else { return }
      unsafe ck_gather_rows(
        base, stride, source.base, source.stride, first, indices.count, columns)
    }
  }

  /// `tanh` of every value in place. The matrix must have no gaps; so for the next two.
  public func applyTanh() {
    precondition(isContiguous)
    unsafe ck_tanh(base, count)
  }

  /// The logistic function of every value in place.
  public func applySigmoid() {
    precondition(isContiguous)
    unsafe ck_sigmoid(base, count)
  }

  /// `exp` of every value in place, clamped to the finite range of single precision.
  public func applyExp() {
    precondition(isContiguous)
    unsafe ck_exp(base, base, count)
  }

  /// Writes `exp` of every value into `result`, likewise. Neither matrix may have gaps.
  @inline(__always)
  public func exponentials(into result: Matrix) {
    assert(rows == result.rows && columns == result.columns)
    precondition(isContiguous && result.isContiguous)
    unsafe ck_exp(result.base, base, count)
  }

  /// Adds the entropy of each row's distribution to `entropies`, [rows]; the row holds logarithms of
  /// probabilities.
  @inline(__always)
  public func addEntropies(to entropies: Matrix) {
    assert(entropies.count == rows && entropies.isContiguous)
    unsafe ck_add_entropies(entropies.base, base, stride, rows, columns)
  }

  /// The sum of squares in double precision, in an order that the size alone decides.
  public var sumOfSquares: Double {
    dot(self)
  }

  /// The sum of the products with the values of another matrix, likewise.
  public func dot(_ other: Matrix) -> Double {
    precondition(isContiguous && other.isContiguous && count == other.count)
    return unsafe ck_dot(base, other.base, count)
  }

  /// The sum of this matrix's rows, each a part, in their order: [parts, n] gives [1, n].
  public func sumParts(columns range: Range<Int>, into total: Matrix) {
    assert(total.count >= range.upperBound)
    unsafe ck_sum_parts(
      total.base + range.lowerBound, base + range.lowerBound, stride, rows, range.count)
  }
}
