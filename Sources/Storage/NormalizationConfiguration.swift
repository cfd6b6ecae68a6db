/// Whether and how observations and rewards are brought to a common scale by running statistics.
public struct NormalizationConfiguration: Codable, Hashable, Sendable {
  /// Whether observations are shifted and scaled to mean 0 and variance 1.
  public var observations = true
  /// Whether rewards are divided by the standard deviation of the discounted return.
  public var rewards = true
  /// Normalised observations are clipped to plus or minus this.
  public var observationClip = 10.0
  /// Normalised rewards are clipped to plus or minus this.
  public var rewardClip = 10.0
  /// Rewards are multiplied by this before anything else.
  public var rewardScale = 1.0

  public init() {}

  /// Added to a variance before its root is taken.
  package static let epsilon = 1e-8
}
