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
  /// The loss of a prediction that is off.
  public var valueLoss = ValueLoss.squared
  /// Beyond what error Huber's loss is a line.
  public var huberDelta = 10.0
  /// Bounds the loss of an action that was worse than expected by this many times its advantage (Ye et al.
  /// 2020); nil means no bound.
  public var dualClip: Double?
  /// The weight of the divergence KL(old || new) in the loss, at the beginning; nil means none.
  public var klPenalty: Double?
  /// The mean divergence that the weight is adapted to, update by update; nil leaves it as it is.
  public var klTarget: Double?
  /// Whether the states that chunks begin with are computed anew before each epoch but the first.
  public var refreshesStates = false
  /// Over what advantages are shifted and scaled to mean 0 and deviation 1.
  public var advantageNormalization = AdvantageNormalization.rollout
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
      "valueLoss", \Self.valueLoss, "PPO: the loss of a value prediction by its error."),
    Setting(
      "huberDelta", \Self.huberDelta,
      "PPO: the error beyond which Huber's loss is a line.",
      in: 1e-6...(.greatestFiniteMagnitude)),
    Setting(
      "dualClip", \Self.dualClip,
      """
      PPO: bound the loss of an action that was worse than expected by this many times its advantage, \
      such as 3.
      """, in: 1..., absence: "no bound"),
    Setting(
      "klPenalty", \Self.klPenalty,
      "PPO: the weight of the divergence from the old policy in the loss, beside the clip.",
      in: 0...DivergencePenalty.range.upperBound, absence: "no penalty"),
    Setting(
      "klTarget", \Self.klTarget,
      "PPO: the divergence that this weight is doubled and halved for after each update, such as 0.01.",
      in: .notNegative, absence: "the weight stays"),
    Setting(
      "advantageNormalization", \Self.advantageNormalization,
      "PPO: over what advantages are brought to mean 0 and deviation 1, if at all."),
    Setting(
      "refreshesStates", \Self.refreshesStates, short: "refresh-states",
      "PPO, recurrent: compute the states that chunks begin with anew before each further epoch."),
    Setting(
      "targetKL", \Self.targetKL, short: "target-kl",
      "PPO: end an update once the policy moved 1.5 times this divergence.", in: .notNegative,
      absence: "never"),
  ]
}

// What was added since the first files has its default where a file lacks it.
extension PPOConfiguration {
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    epochCount = try values.decode(Int.self, forKey: .epochCount)
    minibatchCount = try values.decode(Int.self, forKey: .minibatchCount)
    clip = try values.decode(Double.self, forKey: .clip)
    usesLinearClipDecay = try values.decode(Bool.self, forKey: .usesLinearClipDecay)
    clipsValueLoss = try values.decode(Bool.self, forKey: .clipsValueLoss)
    valueLoss = try values.decodeIfPresent(ValueLoss.self, forKey: .valueLoss) ?? .squared
    huberDelta = try values.decodeIfPresent(Double.self, forKey: .huberDelta) ?? 10
    dualClip = try values.decodeIfPresent(Double.self, forKey: .dualClip)
    klPenalty = try values.decodeIfPresent(Double.self, forKey: .klPenalty)
    klTarget = try values.decodeIfPresent(Double.self, forKey: .klTarget)
    let former = try decoder.container(keyedBy: FormerKey.self)
    advantageNormalization =
      if try former.decodeIfPresent(Bool.self, forKey: .normalizesAdvantages) == false {
        .off
      } else {
        try values.decodeIfPresent(AdvantageNormalization.self, forKey: .advantageNormalization)
          ?? .rollout
      }
    refreshesStates = try values.decodeIfPresent(Bool.self, forKey: .refreshesStates) ?? false
    targetKL = try values.decodeIfPresent(Double.self, forKey: .targetKL)
  }

  /// What a setting was called when it was a switch.
  private enum FormerKey: CodingKey { case normalizesAdvantages }
}

/// Over what advantages are shifted and scaled to mean 0 and deviation 1.
public enum AdvantageNormalization: String, Codable, Sendable, CaseIterable, SettingValue {
  /// Over the rollout, once before its first epoch.
  case rollout
  /// Over each minibatch, whenever it is learnt from.
  case minibatch
  /// Advantages stay as they are.
  case off = "none"
}

/// What the critic's loss is of an error.
public enum ValueLoss: String, Codable, Sendable, CaseIterable, SettingValue {
  /// Half its square.
  case squared
  /// Half its square up to a bound, and a line beyond, so that single errors cannot outweigh all others
  /// (Huber 1964; Yu et al. 2022).
  case huber
}
