import Environments
import Models
import Settings
import Storage

extension TrainingConfiguration: Configurable {
  public static let settings = [
    own,
    EnvironmentConfiguration.settings(within: "environment", \Self.environment),
    PolicyConfiguration.settings(within: "policy", \Self.policy),
    ReturnConfiguration.settings(within: "returns", \Self.returns),
    NormalizationConfiguration.settings(within: "normalization", \Self.normalization),
    LearningConfiguration.settings(within: "learning", \Self.learning),
    PPOConfiguration.settings(within: "ppo", \Self.ppo),
    ShardingConfiguration.settings(within: "sharding", \Self.sharding),
  ].flatMap { $0 }

  private static let own: [Setting<Self>] = [
    Setting("algorithm", \Self.algorithm, short: "algo", "The algorithm."),
    Setting("seed", \Self.seed, "The number that everything random begins from."),
    Setting(
      "environmentCount", \Self.environmentCount, short: "num-envs",
      "How many environments run side by side.", in: sizes),
    Setting(
      "stepCount", \Self.stepCount, short: "num-steps", "Steps of each environment in a rollout.",
      in: sizes),
    Setting(
      "totalSteps", \Self.totalSteps, short: "num-env-steps",
      "Steps of all environments together, such as 2e6.", in: 1...mostSteps),
    Setting(
      "backpropagationSteps", \Self.backpropagationSteps, short: "bptt",
      "Recurrent: through how many steps gradients flow; 1 is none.", in: 1...,
      absence: "whole rollout"),
  ]

  /// Settings of earlier versions, which are read as the ones that took their place.
  public static let formerSettings = [
    "ppo.normalizesAdvantages": "ppo.advantageNormalization",
    "returns.usesGAE": "returns.estimator",
  ]

  /// More than that is a mistake, and products of two are to stay integers.
  static let sizes = 1...1_000_000
  /// Whole rollouts of the largest size beyond these still make an integer.
  static let mostSteps = 1 << 53
}

extension AlgorithmName: SettingValue {
  public static var kind: String {
    "one of " + Algorithms.names.map(\.rawValue).joined(separator: ", ")
  }

  public init?(settingText: String) {
    self.init(rawValue: settingText)
    guard Algorithms.names.contains(self) else { return nil }
  }

  public var settingText: String { rawValue }
}
