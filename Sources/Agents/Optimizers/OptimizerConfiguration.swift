import Settings

/// The rule that turns gradients into steps of the parameters.
public struct OptimizerConfiguration: Codable, Hashable, Sendable {
  public enum Rule: String, Codable, Sendable, CaseIterable, SettingValue {
    case adam, rmsprop, kfac
  }

  public var rule = Rule.adam
  /// Added to the root of the running mean of squares.
  public var epsilon = 1e-5
  /// How slowly RMSprop's running mean of squares forgets.
  public var alpha = 0.99
  /// How slowly Adam's running means of gradients and of their squares forget.
  public var beta1 = 0.9
  public var beta2 = 0.999
  /// RMSprop's momentum.
  public var momentum = 0.0
  /// Whether RMSprop adds epsilon inside the root and starts from 1, as TensorFlow's does.
  public var isTensorFlowLike = false
  /// This times each parameter is added to its gradient.
  public var weightDecay = 0.0
  /// K-FAC's settings; nil stands for its defaults, and is what other rules have.
  public var kfac: KFACConfiguration?

  public init() {}

  /// K-FAC's settings where it is the rule.
  public var curvature: KFACConfiguration? {
    rule == .kfac ? kfac ?? KFACConfiguration() : nil
  }
}

extension OptimizerConfiguration: Configurable {
  public static let settings: [Setting<Self>] =
    [
      Setting(
        "rule", \Self.rule, short: "optimizer", "The rule that turns gradients into steps."),
      Setting(
        "epsilon", \Self.epsilon, short: "eps", "The epsilon of Adam and RMSprop.",
        in: .notNegative),
      Setting(
        "alpha", \Self.alpha, "How slowly RMSprop's mean of squares forgets.", in: 0...1),
      Setting("beta1", \Self.beta1, "How slowly Adam's mean of gradients forgets."),
      Setting("beta2", \Self.beta2, "How slowly Adam's mean of squares forgets."),
      Setting("momentum", \Self.momentum, "RMSprop's momentum."),
      Setting(
        "isTensorFlowLike", \Self.isTensorFlowLike,
        "Whether RMSprop adds epsilon inside the root and starts from 1, as TensorFlow's does."),
      Setting(
        "weightDecay", \Self.weightDecay, "This times each parameter is added to its gradient."),
    ] + KFACConfiguration.settings(within: "kfac", \Self.kfacOrDefaults)

  /// K-FAC's settings, the defaults where there are none.
  private var kfacOrDefaults: KFACConfiguration {
    get { kfac ?? KFACConfiguration() }
    set { kfac = newValue }
  }
}
