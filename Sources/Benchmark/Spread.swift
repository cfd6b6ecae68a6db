/// The middle and the ends of several measurements of one thing.
package struct Spread: Encodable, Equatable, Sendable {
  package let median, minimum, maximum: Double

  /// - Parameter samples: at least one. The median of an even number is the mean of the middle two.
  package init(_ samples: [Double]) {
    precondition(!samples.isEmpty, "a spread needs a sample")
    let sorted = samples.sorted()
    let middle = sorted.count / 2
    median = sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    minimum = sorted[0]
    maximum = sorted[sorted.count - 1]
  }
}
