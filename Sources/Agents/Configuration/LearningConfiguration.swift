import Settings

/// What the algorithms have in common when they learn from a rollout.
public struct LearningConfiguration: Codable, Hashable, Sendable {
  /// The rule that turns gradients into steps.
  public var optimizer = OptimizerConfiguration()
  /// The learning rate at the beginning.
  public var learningRate = 3e-4
  /// A learning rate for the critic alone, where it shares nothing with the actor.
  public var criticLearningRate: Double?
  /// Whether learning rates fall linearly to 0 at the end.
  public var usesLinearDecay = true
  /// The weight of the value loss.
  public var valueLossCoefficient = 0.5
  /// The weight of the entropy bonus.
  public var entropyCoefficient = 0.0
  /// Gradients of a larger global norm are scaled down to it, but for K-FAC's.
  public var maximumGradientNorm = 0.5

  public init() {}

  /// What linear decay multiplies learning rates by when this part of training is still to come.
  func learningRateScale(remaining: Double) -> Double { usesLinearDecay ? remaining : 1 }

  /// The learning rate when this part of training is still to come.
  package func learningRate(remaining: Double) -> Double {
    learningRate * learningRateScale(remaining: remaining)
  }
}

extension LearningConfiguration: Configurable {
  public static let settings: [Setting<Self>] =
    [
      Setting(
        "learningRate", \Self.learningRate, short: "lr", "The learning rate at the beginning.",
        in: .notNegative),
      Setting(
        "criticLearningRate", \Self.criticLearningRate, short: "critic-lr",
        "A learning rate of the critic's own, where it shares no layer with the actor.",
        in: .notNegative, absence: "\(setting: "learningRate")"),
      Setting(
        "usesLinearDecay", \Self.usesLinearDecay, short: "use-linear-lr-decay",
        "Let learning rates fall linearly to 0."),
      Setting(
        "valueLossCoefficient", \Self.valueLossCoefficient, short: "value-loss-coef",
        "The weight of the value loss.", in: .notNegative),
      Setting(
        "entropyCoefficient", \Self.entropyCoefficient, short: "entropy-coef",
        "The weight of the entropy bonus.", in: .notNegative),
      Setting(
        "maximumGradientNorm", \Self.maximumGradientNorm, short: "max-grad-norm",
        "Gradients of a larger global norm are scaled down to it; not K-FAC's.", in: .notNegative),
    ] + OptimizerConfiguration.settings(within: "optimizer", \Self.optimizer)
}
