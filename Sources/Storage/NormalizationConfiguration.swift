import Settings

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
  /// Before training, the new policy acts in each environment for at least this many steps, in whole
  /// rollouts, so that the statistics begin with real data; then the environments are put back. 0 for
  /// none: the first rollout is then not normalised.
  public var warmUpSteps = 128

  public init() {}

  /// Reads what an encoder wrote; settings from before there was a warm-up have none.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    observations = try container.decode(Bool.self, forKey: .observations)
    rewards = try container.decode(Bool.self, forKey: .rewards)
    observationClip = try container.decode(Double.self, forKey: .observationClip)
    rewardClip = try container.decode(Double.self, forKey: .rewardClip)
    rewardScale = try container.decode(Double.self, forKey: .rewardScale)
    warmUpSteps = try container.decodeIfPresent(Int.self, forKey: .warmUpSteps) ?? 0
  }

  /// Added to a variance before its root is taken.
  package static let epsilon = 1e-8
}

extension NormalizationConfiguration: Configurable {
  public static let settings: [Setting<Self>] = [
    Setting(
      "observations", \Self.observations, short: "normalize-observations",
      "Bring observations to mean 0 and variance 1."),
    Setting(
      "rewards", \Self.rewards, short: "normalize-rewards",
      "Divide rewards by the deviation of the return."),
    Setting(
      "observationClip", \Self.observationClip,
      "Normalised observations are clipped to plus or minus this.", in: .notNegative),
    Setting(
      "rewardClip", \Self.rewardClip, "Normalised rewards are clipped to plus or minus this.",
      in: .notNegative),
    Setting(
      "rewardScale", \Self.rewardScale, "Rewards are multiplied by this before anything else.",
      in: -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude),
    Setting(
      "warmUpSteps", \Self.warmUpSteps,
      "Steps of each environment before training, for the statistics to begin with.",
      in: 0...1_000_000),
  ]
}
