import Foundation

/// A rectangle cut into equal bins.
package struct SpatialGrid: Sendable, Equatable {
  package let columns, rows: Int
  package private(set) var x, y: ClosedRange<Double>

  /// The smallest rectangle around `places`, `bins` bins along its longer side; bins are squares where
  /// that is possible. Nil without places, and for places further apart than a number can say.
  package init?(around places: [SIMD2<Double>], bins: Int) {
    guard let first = places.first else { return nil }
    var (low, high) = (first, first)
    for place in places {
      low = pointwiseMin(low, place)
      high = pointwiseMax(high, place)
    }
    let size = high - low
    guard size.x.isFinite, size.y.isFinite else { return nil }
    self.init(x: low.x...high.x, y: low.y...high.y, bins: bins)
  }

  /// A rectangle with `bins` bins along its longer side.
  package init(x: ClosedRange<Double>, y: ClosedRange<Double>, bins: Int) {
    let size = SIMD2(x.upperBound - x.lowerBound, y.upperBound - y.lowerBound)
    // A single place, or a line, still has a width.
    let longest = max(size.x, size.y) / Double(bins)
    let width = longest > 0 ? longest : 1
    func count(_ length: Double) -> Int { min(max(Int((length / width).rounded()), 1), bins) }
    (columns, rows) = (count(size.x), count(size.y))
    self.x = x.lowerBound...max(x.upperBound, x.lowerBound + (columns == 1 ? width : 0))
    self.y = y.lowerBound...max(y.upperBound, y.lowerBound + (rows == 1 ? width : 0))
  }

  /// Whether a place lies within the edges, which rounding may move a little.
  package func contains(_ place: SIMD2<Double>) -> Bool {
    let slack = binSize * 1e-6
    return x.lowerBound - slack.x <= place.x && place.x <= x.upperBound + slack.x
      && y.lowerBound - slack.y <= place.y && place.y <= y.upperBound + slack.y
  }

  package var binCount: Int { columns * rows }

  package var binSize: SIMD2<Double> {
    SIMD2(
      (x.upperBound - x.lowerBound) / Double(columns), (y.upperBound - y.lowerBound) / Double(rows))
  }

  /// The bin of a place inside, row by row from the lowest y.
  package func bin(of place: SIMD2<Double>) -> Int {
    let scaled = (place - SIMD2(x.lowerBound, y.lowerBound)) / binSize
    // Where the bins are narrower than the numbers are apart, the quotient is not a number.
    func index(_ value: Double, _ count: Int) -> Int {
      value > 0 ? Int(min(value, Double(count - 1))) : 0
    }
    return index(scaled.y, rows) * columns + index(scaled.x, columns)
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

  /// The mean resultant vector of rates around the circle, each a bin's mean: Σ r e^{iθ} / Σ r. Its
  /// angle is the preferred heading, from 0 to a whole turn, and its length from 0 (no preference) to 1
  /// (a single bin). Bins without a rate, and rates below zero, count as none; nil where no rate is left.
  package func resultant(of rates: [Double?]) -> (heading: Double, length: Double)? {
    precondition(rates.count == count, "a rate for each bin")
    var (x, y, total) = (0.0, 0.0, 0.0)
    for (bin, rate) in rates.enumerated() {
      guard let rate, rate > 0 else { continue }
      x += rate * cos(center(of: bin))
      y += rate * sin(center(of: bin))
      total += rate
    }
    guard total > 0 else { return nil }
    let angle = atan2(y, x)
    return (angle < 0 ? angle + 2 * .pi : angle, (x * x + y * y).squareRoot() / total)
  }
}
