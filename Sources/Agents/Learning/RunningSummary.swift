/// Values that are stored one after another, remembered by their ``Summary``.
package struct RunningSummary: Sendable {
  private var count = 0.0
  /// The first value. Sums are taken around it, so that few digits cancel.
  private var center = 0.0
  private var sum = 0.0
  private var squares = 0.0
  private var minimum = Double.infinity
  private var maximum = -Double.infinity

  package init() {}

  @inline(__always)
  package mutating func store(_ value: Double) {
    if count == 0 { center = value }
    let distance = value - center
    count += 1
    sum += distance
    squares += distance * distance
    minimum = min(minimum, value)
    maximum = max(maximum, value)
  }

  /// Nil before a value was stored.
  package var summary: Summary? {
    guard count > 0 else { return nil }
    let offset = sum / count
    return Summary(
      mean: center + offset,
      standardDeviation: max(0, squares / count - offset * offset).squareRoot(),
      minimum: minimum, maximum: maximum)
  }
}
