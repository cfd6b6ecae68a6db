import COpenBLAS

extension Matrix {
  /// `self = left · right`, or `self += left · right`. Shapes: [m, n] = [m, k] · [k, n].
  @inline(__always)
  package func multiply(_ left: Matrix, _ right: Matrix, accumulating: Bool = false) {
    assert(left.rows == rows && left.columns == right.rows && right.columns == columns)
    unsafe cblas_sgemm(
      CblasRowMajor, CblasNoTrans, CblasNoTrans, Int32(rows), Int32(columns), Int32(left.columns),
      1, left.base, Int32(left.stride), right.base, Int32(right.stride),
      accumulating ? 1 : 0, base, Int32(stride))
  }

  /// `self = left · rightᵀ`, or `+=`. Shapes: [m, n] = [m, k] · [n, k]ᵀ.
  @inline(__always)
  package func multiply(
    _ left: Matrix, transposed right: Matrix, accumulating: Bool = false
  ) {
    assert(left.rows == rows && left.columns == right.columns && right.rows == columns)
    unsafe cblas_sgemm(
      CblasRowMajor, CblasNoTrans, CblasTrans, Int32(rows), Int32(columns), Int32(left.columns),
      1, left.base, Int32(left.stride), right.base, Int32(right.stride),
      accumulating ? 1 : 0, base, Int32(stride))
  }

  /// `self = leftᵀ · right`, or `+=`. Shapes: [m, n] = [k, m]ᵀ · [k, n].
  @inline(__always)
  package func multiply(
    transposed left: Matrix, _ right: Matrix, accumulating: Bool = false
  ) {
    assert(left.columns == rows && left.rows == right.rows && right.columns == columns)
    unsafe cblas_sgemm(
      CblasRowMajor, CblasTrans, CblasNoTrans, Int32(rows), Int32(columns), Int32(left.rows),
      1, left.base, Int32(left.stride), right.base, Int32(right.stride),
      accumulating ? 1 : 0, base, Int32(stride))
  }
}
