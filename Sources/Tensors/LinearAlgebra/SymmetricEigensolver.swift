import COpenBLAS

/// Eigenvalues and eigenvectors of real symmetric matrices of one order, in double precision (LAPACK's
/// `dsyevr`). The memory is allocated once: solving for another matrix allocates nothing.
///
/// `dsyevd` is 5 to 20 percent faster for orders from 64 to 128, but the products of small matrices that
/// it is made of allocate memory in OpenBLAS 0.3.21 where an order is no multiple of 32.
package struct SymmetricEigensolver: Sendable {
  /// The number of rows, and of columns, n.
  package let order: Int
  /// The eigenvalues in ascending order, [n].
  package private(set) var values: [Double]
  /// Row i is the eigenvector of length 1 that belongs to `values[i]`, [n, n].
  package private(set) var vectors: [Double]
  /// The matrix, which is destroyed; [n, n].
  private var input: [Double]
  private var work: [Double]
  private var integerWork: [Int32]
  private var support: [Int32]

  package init(order: Int) {
    precondition(order > 0, "a matrix has rows")
    self.order = order
    values = [Double](repeating: 0, count: order)
    vectors = [Double](repeating: 0, count: order * order)
    input = vectors
    // What dsyevr asks for at least.
    work = [Double](repeating: 0, count: 26 * order)
    integerWork = [Int32](repeating: 0, count: 10 * order)
    support = [Int32](repeating: 0, count: 2 * order)
  }

  /// Decomposes a symmetric matrix, [n, n]; only one triangle of it is read.
  ///
  /// The sign of an eigenvector is arbitrary, and so is the basis where eigenvalues are equal.
  package mutating func solve(_ matrix: Span<Double>) throws(LinearAlgebraError) {
    precondition(matrix.count == order * order, "the matrix has the solver's order")
    try matrix.requireFinite()
    for index in input.indices { input[index] = matrix[index] }
    var (n, leading, vectorLeading) = (Int32(order), Int32(order), Int32(order))
    var (workCount, integerWorkCount) = (Int32(work.count), Int32(integerWork.count))
    var (job, range, triangle) = (
      CChar(UInt8(ascii: "V")), CChar(UInt8(ascii: "A")), CChar(UInt8(ascii: "U"))
    )
    // Bounds that nobody reads, and the tolerance that LAPACK chooses by itself.
    var (lower, upper, tolerance) = (0.0, 0.0, 0.0)
    var (first, last, found, info): (Int32, Int32, Int32, Int32) = (0, 0, 0, 0)
    unsafe dsyevr_(
      &job, &range, &triangle, &n, &input, &leading, &lower, &upper, &first, &last, &tolerance,
      &found, &values, &vectors, &vectorLeading, &support, &work, &workCount, &integerWork,
      &integerWorkCount, &info)
    precondition(info >= 0, "LAPACK's dsyevr takes these arguments")
    if info > 0 || found != n { throw .notConverged }
  }
}
