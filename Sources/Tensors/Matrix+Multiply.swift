import CKernels
import COpenBLAS

extension Matrix {
  /// Right factors of at most this many values stay in the second cache, and our own kernels are as fast
  /// as OpenBLAS's or faster; with larger ones OpenBLAS's blocking for the caches pays where there are
  /// rows enough: with [256, 768] and 8 rows ours take 36 us and OpenBLAS's 89, with 128 rows both 530.
  private static let largestSmallFactor = 1 << 16
  private static let fewRows = 64

  /// `self = left · right`, or `self += left · right`. Shapes: [m, n] = [m, k] · [k, n].
  @inline(__always)
  public func multiply(_ left: Matrix, _ right: Matrix, accumulating: Bool = false) {
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

  /// Rows of long factors that are worked off at a time where the result stays in the second cache:
  /// their part of a panel then fits into the first. [512, 64]ᵀ · [512, 192] takes 95 us so, 115 in one
  /// go and 143 by OpenBLAS.
  private static let stretch = 64

  /// `self = leftᵀ · right`, or `+=`. Shapes: [m, n] = [k, m]ᵀ · [k, n].
  @inline(__always)
  public func multiply(
    transposed left: Matrix, _ right: Matrix, accumulating: Bool = false
  ) {
    assert(left.columns == rows && left.rows == right.rows && right.columns == columns)
    let hasSmallResult = count < Self.largestSmallFactor
    if columns >= 16 && (hasSmallResult || right.count <= Self.largestSmallFactor) {
      let length = hasSmallResult ? Self.stretch : left.rows
      var start = 0
      repeat {
        let end = min(start + length, left.rows)
        let (x, y) = (left.rows(start..<end), right.rows(start..<end))
        unsafe ck_multiply(
          base, stride, x.base, 1, x.stride, y.base, y.stride, rows, end - start, columns,
          accumulating || start > 0 ? 1 : 0)
        start = end
      } while start < left.rows
    } else {
      unsafe cblas_sgemm(
        CblasRowMajor, CblasTrans, CblasNoTrans, Int32(rows), Int32(columns), Int32(left.rows),
        1, left.base, Int32(left.stride), right.base, Int32(right.stride),
        accumulating ? 1 : 0, base, Int32(stride))
    }
  }

  /// `self = xᵀ · x`, the Gram matrix of x's columns. Shapes: [n, n] = [k, n]ᵀ · [k, n].
  @inline(__always)
  public func multiply(gramOf x: Matrix) {
    assert(x.columns == rows && rows == columns)
    if columns >= 16 && x.count <= Self.largestSmallFactor {
      unsafe ck_gram(base, stride, x.base, x.stride, x.rows, columns)
    } else {
      multiply(transposed: x, x)
    }
  }
}
