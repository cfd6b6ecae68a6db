import COpenBLAS

/// Solves (AᵀA + d·I) x = Aᵀb for square matrices A of one order n, in double precision: the step of
/// Levenberg and Marquardt. The memory is allocated once.
package struct DampedLeastSquares: Sendable {
  package let order: Int
  /// The solution of the latest system, [n].
  package private(set) var solution: [Double]
  private var normal: [Double]  // [n, n], AᵀA
  private var factor: [Double]  // [n, n]

  package init(order: Int) {
    precondition(order > 0, "a matrix has rows")
    self.order = order
    solution = [Double](repeating: 0, count: order)
    normal = [Double](repeating: 0, count: order * order)
    factor = normal
  }

  /// Takes A, given as Aᵀ, [n, n]; ``solve(_:damping:)`` may follow any number of times.
  package mutating func setMatrix(transposed matrix: Span<Double>) {
    precondition(matrix.count == order * order, "the matrix has the solver's order")
    let n = Int32(order)
    unsafe matrix.withUnsafeBufferPointer { values in
      unsafe cblas_dsyrk(
        CblasRowMajor, CblasLower, CblasNoTrans, n, n, 1, values.baseAddress, n, 0, &normal, n)
    }
  }

  /// Solves for Aᵀb, [n], with d >= 0; the result is in ``solution``.
  package mutating func solve(
    _ gradient: Span<Double>, damping: Double
  ) throws(LinearAlgebraError) {
    precondition(gradient.count == order, "the right-hand side has the solver's order")
    for index in factor.indices { factor[index] = normal[index] }
    for index in 0..<order {
      factor[index * (order + 1)] += damping
      solution[index] = gradient[index]
    }
    var (n, columns, leading, leadingToo, info) = (
      Int32(order), Int32(1), Int32(order), Int32(order), Int32(0)
    )
    // The lower triangle of rows is the upper one of LAPACK's columns.
    var triangle = CChar(UInt8(ascii: "U"))
    unsafe dposv_(&triangle, &n, &columns, &factor, &leading, &solution, &leadingToo, &info)
    precondition(info >= 0, "LAPACK's dposv takes these arguments")
    if info > 0 { throw .singular }
  }
}
