/// What one run measured, along its steps or its time.
package struct Curve: Sendable, Equatable {
  /// Never falling.
  package let x: [Double]
  package let y: [Double]

  /// Points of which one coordinate is missing are left out.
  package init(x: [Double], y: [Double]) {
    let points = zip(x, y).filter { $0.isFinite && $1.isFinite }
    self.x = points.map(\.0)
    self.y = points.map(\.1)
  }

  /// Each value replaced by the mean of the `width` around it; fewer at both ends.
  package func smoothed(width: Int) -> Curve {
    let before = (width - 1) / 2
    var sums = [0.0]
    for value in y { sums.append(sums[sums.count - 1] + value) }
    let means = y.indices.map { index in
      let low = max(index - before, 0)
      let high = min(index - before + width, y.count)
      return (sums[high] - sums[low]) / Double(high - low)
    }
    return Curve(x: x, y: means)
  }

  /// The value at a place, on straight lines between the points; outside them that of the nearest.
  package func value(at place: Double) -> Double {
    // The first point that does not lie before the place.
    var (low, high) = (0, x.count)
    while low < high {
      let middle = (low + high) / 2
      if x[middle] < place { low = middle + 1 } else { high = middle }
    }
    if low == x.count { return y[low - 1] }
    if low == 0 || x[low] == place { return y[low] }
    let part = (place - x[low - 1]) / (x[low] - x[low - 1])
    return y[low - 1] + part * (y[low] - y[low - 1])
  }

  /// The part between two places, with values there; outside, the nearest point's value holds.
  package func cut(from low: Double, to high: Double) -> Curve {
    let inside = x.indices.filter { x[$0] > low && x[$0] < high }
    return Curve(
      x: [low] + inside.map { x[$0] } + [high],
      y: [value(at: low)] + inside.map { y[$0] } + [value(at: high)])
  }

  /// The area under the curve divided by its length: the mean of y over x.
  package var meanOverX: Double {
    guard let first = x.first, let last = x.last, last > first else { return y.first ?? .nan }
    let area = x.indices.dropFirst().reduce(0.0) { area, index in
      area + (x[index] - x[index - 1]) * (y[index] + y[index - 1]) / 2
    }
    return area / (last - first)
  }
}
