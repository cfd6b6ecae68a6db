import COpenBLAS
import Foundation

/// An eigenvalue of a real matrix, which may be complex.
public struct Eigenvalue: Sendable, Hashable {
  public let real, imaginary: Double

  package init(real: Double, imaginary: Double) {
    self.real = real
    self.imaginary = imaginary
  }

  public var magnitude: Double { hypot(real, imaginary) }

  /// The eigenvalues of a real matrix, [n, n], in double precision (LAPACK's `dgeev`): the largest
  /// first, and of a conjugate pair the one with the positive imaginary part.
  package static func all(
    of matrix: Span<Double>, order: Int
  ) throws(LinearAlgebraError) -> [Eigenvalue] {
    precondition(order > 0 && matrix.count == order * order, "the matrix is square")
    try matrix.requireFinite()
    // LAPACK reads columns where ours are rows; a matrix and its transpose have the same eigenvalues.
    var values = matrix.indices.map { matrix[$0] }
    var (n, leading, unused, info) = (Int32(order), Int32(order), Int32(1), Int32(0))
    var unusedToo = unused
    var real = [Double](repeating: 0, count: order)
    var imaginary = real
    var work = [Double](repeating: 0, count: 16 * order)
    var workCount = Int32(work.count)
    var (left, right) = (CChar(UInt8(ascii: "N")), CChar(UInt8(ascii: "N")))
    unsafe dgeev_(
      &left, &right, &n, &values, &leading, &real, &imaginary, nil, &unused, nil, &unusedToo,
      &work, &workCount, &info)
    precondition(info >= 0, "LAPACK's dgeev takes these arguments")
    if info > 0 { throw .notConverged }
    return zip(real, imaginary).map { Eigenvalue(real: $0, imaginary: $1) }.sorted {
      first, second in
      (first.magnitude, first.real, first.imaginary)
        > (second.magnitude, second.real, second.imaginary)
    }
  }
}
