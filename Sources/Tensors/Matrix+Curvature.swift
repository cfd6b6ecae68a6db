import CKernels

extension Matrix {
  /// `self = keep * self + take * other`, both without gaps.
  public func blend(_ other: Matrix, keep: Float, take: Float) {
    precondition(isContiguous && other.isContiguous && count == other.count)
    unsafe ck_blend(base, other.base, count, keep, take)
  }

  /// Divides each value by its row's number times its column's number plus `damping`.
  package func divideByProducts(
    rows rowValues: Matrix, columns columnValues: Matrix, damping: Float
  ) {
    assert(rowValues.count == rows && rowValues.isContiguous)
    assert(columnValues.count == columns && columnValues.isContiguous)
    unsafe ck_divide_by_products(
      base, stride, rows, columns, rowValues.base, columnValues.base, damping)
  }
}
