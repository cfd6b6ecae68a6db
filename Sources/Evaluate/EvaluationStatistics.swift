import Environments

/// What an evaluation says about a policy.
public struct EvaluationStatistics: Sendable, Hashable, Codable {
  /// The number of episodes.
  public let episodes: Int
  /// The sums of the environment's own rewards.
  public let episodeReturn: SampleStatistics
  /// The numbers of steps.
  public let length: SampleStatistics
  /// The shares of the episodes that the environment ended and that were cut.
  public let terminated, truncated: Double

  enum CodingKeys: String, CodingKey {
    case episodes, length, terminated, truncated
    case episodeReturn = "return"
  }

  /// - Precondition: there is an episode.
  public init(_ results: [EpisodeResult]) {
    episodes = results.count
    episodeReturn = SampleStatistics(results.map(\.episodeReturn))
    length = SampleStatistics(results.map { Double($0.length) })
    func share(_ outcome: Outcome) -> Double {
      Double(results.count { $0.outcome == outcome }) / Double(results.count)
    }
    terminated = share(.terminated)
    truncated = share(.truncated)
  }
}

/// What a sample says about where it was drawn from.
public struct SampleStatistics: Sendable, Hashable, Codable {
  public let mean: Double
  /// The square root of the unbiased estimate of the variance, with n - 1 in the denominator; nil for a
  /// single value.
  public let standardDeviation: Double?
  /// Of the mean: the standard deviation divided by the square root of n.
  public let standardError: Double?
  public let median, minimum, maximum: Double

  /// - Precondition: there is a value.
  public init(_ values: [Double]) {
    let count = values.count
    precondition(count > 0, "nothing can be said about no values")
    let mean = values.reduce(0, +) / Double(count)
    self.mean = mean
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    standardDeviation = count > 1 ? (squares / Double(count - 1)).squareRoot() : nil
    standardError = standardDeviation.map { $0 / Double(count).squareRoot() }
    let sorted = values.sorted()
    median = (sorted[(count - 1) / 2] + sorted[count / 2]) / 2
    (minimum, maximum) = (sorted[0], sorted[count - 1])
  }
}
