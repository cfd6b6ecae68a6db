import CKernels
import COpenBLAS

extension Matrix {
  /// Right factors of at most so many values stay in the second cache, and our own kernels are as fast
  /// as OpenBLAS's or faster; with larger ones OpenBLAS's blocking for the caches pays where there are
  /// rows enough: with [256, 768] and 8 rows ours take 36 us and OpenBLAS's 89, with 128 rows both 530.
  private static let largestSmallFactor = 1 << 16
  private static let fewRows = 64

  /// `self = left · right`, or `self += left · right`. Shapes: [m, n] = [m, k] · [k, n].
  @inline(__always)
  package func multiply(_ left: Matrix, _ right: Matrix, accumulating: Bool = false) {
    assert(left.rows == rows && left.columns == right.rows && right.columns == columns)
    if right.count <= Self.largestSmallFactor || rows < Self.fewRows {
      unsafe ck_multiply(
        base, stride, left.base, left.stride, 1, right.base, right.stride, rows, left.columns,
        columns, accumulating ? 1 : 0)
    } else {
      unsafe cblas_sgemm(
        CblasRowMajor, CblasNoTrans, CblasNoTrans, Int32(rows), Int32(columns),
        Int32(left.columns), 1, left.base, Int32(left.stride), right.base, Int32(right.stride),
        accumulating ? 1 : 0, base, Int32(stride))
    }
  }

  /// `self = leftᵀ · right`, or `+=`. Shapes: [m, n] = [k, m]ᵀ · [k, n].
  @inline(__always)
  package func multiply(
    transposed left: Matrix, _ right: Matrix, accumulating: Bool = false
  ) {
    assert(left.columns == rows && left.rows == right.rows && right.columns == columns)
    if columns >= 16 && right.count <= Self.largestSmallFactor {
      unsafe ck_multiply(
        base, stride, left.base, 1, left.stride, right.base, right.stride, rows, left.rows,
        columns, accumulating ? 1 : 0)
    } else {
      unsafe cblas_sgemm(
        CblasRowMajor, CblasTrans, CblasNoTrans, Int32(rows), Int32(columns), Int32(left.rows),
        1, left.base, Int32(left.stride), right.base, Int32(right.stride),
        accumulating ? 1 : 0, base, Int32(stride))
    }
  }

  /// `self = xᵀ · x`, the Gram matrix of x's columns. Shapes: [n, n] = [k, n]ᵀ · [k, n].
  @inline(__always)
  package func multiply(gramOf x: Matrix) {
    assert(x.columns == rows && rows == columns)
    if columns >= 16 && x.count <= Self.largestSmallFactor {
      unsafe ck_gram(base, stride, x.base, x.stride, x.rows, columns)
    } else {
      multiply(transposed: x, x)
    }
  }
}
