import COpenBLAS

/// Random matrices with orthonormal rows or columns.
public enum Orthogonal {
  /// Fills `matrix` with `gain` times a random semi-orthogonal matrix, uniformly distributed: the
  /// orthogonal factor of a matrix of normal numbers, its signs fixed by the triangular factor
  /// (Saxe, McClelland and Ganguli 2014; the distribution of PyTorch's `orthogonal_`).
  public static func fill(_ matrix: Matrix, gain: Float, using random: inout RandomStream) {
    let long = max(matrix.rows, matrix.columns)
    let short = min(matrix.rows, matrix.columns)
    guard short > 0 else { return }
    let isTall = matrix.rows >= matrix.columns
    // Column-major [long, short], as LAPACK wants it.
    var factor = (0..<long * short).map { _ in random.normal() }
    let signs = orthogonalize(&factor, rows: Int32(long), columns: Int32(short))
    for i in 0..<long {
      for j in 0..<short {
        let value = gain * Float(factor[j * long + i] * signs[j])
        if isTall { matrix[i, j] = value } else { matrix[j, i] = value }
      }
    }
  }

  /// Replaces a column-major matrix by its orthogonal factor; returns the signs of the triangular
  /// factor's diagonal.
  private static func orthogonalize(
    _ values: inout [Double], rows: Int32, columns: Int32
  ) -> [Double] {
    // The functions take every number by address, and Swift lends an address only once a call.
    var (m, n, k, leading, info) = (rows, columns, columns, rows, Int32(0))
    var tau = [Double](repeating: 0, count: Int(n))
    var workCount = n * 64
    var work = [Double](repeating: 0, count: Int(workCount))
    unsafe dgeqrf_(&m, &n, &values, &leading, &tau, &work, &workCount, &info)
    precondition(info == 0, "LAPACK's dgeqrf takes these arguments")
    let signs = (0..<Int(n)).map { values[$0 * Int(m) + $0] < 0 ? -1.0 : 1.0 }
    unsafe dorgqr_(&m, &n, &k, &values, &leading, &tau, &work, &workCount, &info)
    precondition(info == 0, "LAPACK's dorgqr takes these arguments")
    return signs
  }
}
