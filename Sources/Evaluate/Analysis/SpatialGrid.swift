import Foundation

/// A rectangle cut into equal bins.
package struct SpatialGrid: Sendable, Equatable {
  package let columns, rows: Int
  package private(set) var x, y: ClosedRange<Double>

  /// The smallest rectangle around `places`, `bins` bins along its longer side; bins are squares where
  /// that is possible. Nil without places.
  package init?(around places: [SIMD2<Double>], bins: Int) {
    guard let first = places.first else { return nil }
    var (low, high) = (first, first)
    for place in places {
      low = pointwiseMin(low, place)
      high = pointwiseMax(high, place)
    }
    let size = high - low
    // A single place, or a line, still has a width.
    let width = max(size.x, size.y) > 0 ? max(size.x, size.y) / Double(bins) : 1
    func count(_ length: Double) -> Int { max(Int((length / width).rounded()), 1) }
    (columns, rows) = (count(size.x), count(size.y))
    x = low.x...max(high.x, low.x + (columns == 1 ? width : 0))
    y = low.y...max(high.y, low.y + (rows == 1 ? width : 0))
  }

  package var binCount: Int { columns * rows }

  package var binSize: SIMD2<Double> {
    SIMD2(
      (x.upperBound - x.lowerBound) / Double(columns), (y.upperBound - y.lowerBound) / Double(rows))
  }

  /// The bin of a place inside, row by row from the lowest y.
  package func bin(of place: SIMD2<Double>) -> Int {
    let scaled = (place - SIMD2(x.lowerBound, y.lowerBound)) / binSize
    return min(max(Int(scaled.y), 0), rows - 1) * columns + min(max(Int(scaled.x), 0), columns - 1)
  }

  /// The middle of a bin.
  package func center(of bin: Int) -> SIMD2<Double> {
    SIMD2(x.lowerBound, y.lowerBound)
      + binSize * SIMD2(Double(bin % columns) + 0.5, Double(bin / columns) + 0.5)
  }
}

/// The circle cut into equal bins, the first beginning at 0.
package struct HeadingBins: Sendable, Equatable {
  package let count: Int

  package init(count: Int) { self.count = count }

  /// The bin of an angle in radians.
  package func bin(of angle: Double) -> Int {
    let turns = angle / (2 * .pi)
    return min(Int((turns - turns.rounded(.down)) * Double(count)), count - 1)
  }

  /// The angle in the middle of a bin.
  package func center(of bin: Int) -> Double { 2 * .pi * (Double(bin) + 0.5) / Double(count) }
}
