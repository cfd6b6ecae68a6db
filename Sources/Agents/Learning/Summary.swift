/// Mean, population standard deviation, least and greatest of some values.
public struct Summary: Sendable, Equatable {
  public let mean, standardDeviation, minimum, maximum: Double

  /// Nil without values.
  public init?(_ values: some Collection<Double>) {
    guard let minimum = values.min(), let maximum = values.max() else { return nil }
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    self.init(
      mean: mean, standardDeviation: (squares / Double(values.count)).squareRoot(),
      minimum: minimum, maximum: maximum)
  }

  init(mean: Double, standardDeviation: Double, minimum: Double, maximum: Double) {
    self.mean = mean
    self.standardDeviation = standardDeviation
    self.minimum = minimum
    self.maximum = maximum
  }
}
