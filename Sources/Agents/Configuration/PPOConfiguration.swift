import Settings

/// PPO's own settings (Schulman et al. 2017).
public struct PPOConfiguration: Codable, Hashable, Sendable {
  /// How often each rollout is learnt from.
  public var epochCount = 10
  /// The number of minibatches an epoch.
  public var minibatchCount = 32
  /// How far the ratio of probabilities may move from 1.
  public var clip = 0.2
  /// Whether the clip falls linearly to 0 at the end.
  public var usesLinearClipDecay = false
  /// Whether predictions may move from the old ones by no more than the clip, too.
  public var clipsValueLoss = true
  /// Whether advantages are shifted and scaled to mean 0 and deviation 1 over the rollout.
  public var normalizesAdvantages = true
  /// Ends an update early when the policy has moved further than 1.5 times this Kullback-Leibler
  /// divergence; nil means never.
  public var targetKL: Double?

  public init() {}
}

extension PPOConfiguration: Configurable {
  public static let settings: [Setting<Self>] = [
    Setting(
      "epochCount", \Self.epochCount, short: "ppo-epoch",
      "PPO: how often each rollout is learnt from.", in: 1...),
    Setting(
      "minibatchCount", \Self.minibatchCount, short: "num-mini-batch",
      "PPO: minibatches an epoch, of samples or, when recurrent, sequences."),
    Setting(
      "clip", \Self.clip, short: "clip-param",
      "PPO: how far the ratio of probabilities may move from 1.", in: .notNegative),
    Setting(
      "usesLinearClipDecay", \Self.usesLinearClipDecay, short: "use-linear-clip-decay",
      "PPO: let the clip fall linearly to 0."),
    Setting(
      "clipsValueLoss", \Self.clipsValueLoss, short: "clip-value-loss",
      "PPO: clip value predictions, too."),
    Setting(
      "normalizesAdvantages", \Self.normalizesAdvantages, short: "normalize-advantages",
      "PPO: bring advantages to mean 0 and deviation 1."),
    Setting(
      "targetKL", \Self.targetKL, short: "target-kl",
      "PPO: end an update once the policy moved 1.5 times this divergence.", in: .notNegative,
      absence: "never"),
  ]
}
