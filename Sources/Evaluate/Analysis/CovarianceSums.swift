/// Sums over rows that give their mean and covariance, gathered a few rows at a time in double
/// precision.
package struct CovarianceSums: Sendable {
  /// The number of columns, H.
  package let width: Int
  /// The number of rows.
  package private(set) var count = 0
  // The first row is subtracted from all, so that the squares of large means do not drown small
  // variances.
  private var origin: [Double]
  private var sums: [Double]  // [H]
  private var products: [Double]  // [H, H], the upper triangle
  private var shifted: [Double]  // [H]

  package init(width: Int) {
    self.width = width
    origin = [Double](repeating: 0, count: width)
    sums = origin
    shifted = origin
    products = [Double](repeating: 0, count: width * width)
  }

  /// Adds rows, [n, H].
  package mutating func add(_ rows: Span<Float>) {
    precondition(rows.count.isMultiple(of: width), "the rows are whole")
    for start in stride(from: 0, to: rows.count, by: width) {
      if count == 0 { for column in 0..<width { origin[column] = Double(rows[column]) } }
      count += 1
      for column in 0..<width {
        shifted[column] = Double(rows[start + column]) - origin[column]
        sums[column] += shifted[column]
      }
      for row in 0..<width {
        let factor = shifted[row]
        for column in row..<width { products[row * width + column] += factor * shifted[column] }
      }
    }
  }

  /// [H]
  package var mean: [Double] {
    zip(origin, sums).map { $0 + $1 / Double(max(count, 1)) }
  }

  /// With count - 1 as the divisor, [H, H].
  package var covariance: [Double] {
    (0..<width * width).map { index in
      let (first, second) = (min(index / width, index % width), max(index / width, index % width))
      let product = products[first * width + second]
      return (product - sums[first] * sums[second] / Double(max(count, 1)))
        / Double(max(count - 1, 1))
    }
  }
}
