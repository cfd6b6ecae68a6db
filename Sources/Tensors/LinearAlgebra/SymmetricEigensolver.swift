import COpenBLAS

/// Eigenvalues and eigenvectors of real symmetric matrices of one order, in double precision (LAPACK's
/// `dsyevd`). The memory is allocated once: solving for another matrix allocates nothing.
package struct SymmetricEigensolver: Sendable {
  /// The number of rows, and of columns, n.
  package let order: Int
  /// The eigenvalues in ascending order, [n].
  package private(set) var values: [Double]
  /// Row i is the eigenvector of length 1 that belongs to `values[i]`, [n, n].
  package private(set) var vectors: [Double]
  private var work: [Double]
  private var integerWork: [Int32]

  package init(order: Int) {
    precondition(order > 0, "a matrix has rows")
    self.order = order
    values = [Double](repeating: 0, count: order)
    vectors = [Double](repeating: 0, count: order * order)
    // What dsyevd asks for at least, when eigenvectors are wanted.
    work = [Double](repeating: 0, count: 1 + 6 * order + 2 * order * order)
    integerWork = [Int32](repeating: 0, count: 3 + 5 * order)
  }

  /// Decomposes a symmetric matrix, [n, n]; only one triangle of it is read.
  ///
  /// The sign of an eigenvector is arbitrary, and so is the basis where eigenvalues are equal.
  package mutating func solve(_ matrix: Span<Double>) throws(LinearAlgebraError) {
    precondition(matrix.count == order * order, "the matrix has the solver's order")
    try matrix.requireFinite()
    for index in vectors.indices { vectors[index] = matrix[index] }
    var (n, leading) = (Int32(order), Int32(order))
    var (workCount, integerWorkCount) = (Int32(work.count), Int32(integerWork.count))
    var (job, triangle) = (CChar(UInt8(ascii: "V")), CChar(UInt8(ascii: "U")))
    var info: Int32 = 0
    unsafe dsyevd_(
      &job, &triangle, &n, &vectors, &leading, &values, &work, &workCount, &integerWork,
      &integerWorkCount, &info)
    precondition(info >= 0, "LAPACK's dsyevd takes these arguments")
    if info > 0 { throw .notConverged }
  }
}
