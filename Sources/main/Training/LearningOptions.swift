import Agents
import ArgumentParser

/// How the policy learns from a rollout.
struct LearningOptions: ParsableArguments {
  @Option(setting: "learning.learningRate", default: learningRates) var lr: Double?

  @Option(setting: "learning.criticLearningRate") var criticLr: Double?

  @Flag(setting: "learning.usesLinearDecay") var useLinearLrDecay: Bool?

  @Option(setting: "learning.optimizer.rule") var optimizer: OptimizerConfiguration.Rule?

  @Option(setting: "learning.optimizer.epsilon") var eps: Double?

  @Option(setting: "learning.optimizer.alpha") var alpha: Double?

  @Option(setting: "learning.valueLossCoefficient") var valueLossCoef: Double?

  @Option(setting: "learning.entropyCoefficient") var entropyCoef: Double?

  @Option(setting: "learning.maximumGradientNorm") var maxGradNorm: Double?

  @Option(setting: "ppo.epochCount") var ppoEpoch: Int?

  @Option(
    setting: "ppo.minibatchCount",
    default: "the most up to 32, or 4 when recurrent, that divide the rollout")
  var numMiniBatch: Int?

  @Option(setting: "ppo.clip") var clipParam: Double?

  @Flag(setting: "ppo.usesLinearClipDecay") var useLinearClipDecay: Bool?

  @Flag(setting: "ppo.clipsValueLoss") var clipValueLoss: Bool?

  @Option(setting: "ppo.valueLoss") var valueLoss: ValueLoss?

  @Option(setting: "ppo.huberDelta") var huberDelta: Double?

  @Option(setting: "ppo.dualClip") var dualClip: Double?

  @Option(setting: "ppo.klPenalty") var klPenalty: Double?

  @Option(setting: "ppo.klTarget") var klTarget: Double?

  @Option(setting: "ppo.advantageNormalization") var advantageNormalization: AdvantageNormalization?

  @Flag(spelling: Self.normalization) var normalizeAdvantages: Bool?

  @Option(setting: "ppo.targetKL") var targetKl: Double?

  @Option(setting: "backpropagationSteps") var bptt: Int?

  @Flag(setting: "ppo.refreshesStates") var refreshStates: Bool?

  @Option(setting: "sharding.updateShards") var updateShards: Int?

  /// ACKTR's is that of any algorithm with K-FAC.
  private static let learningRates = SettingHelp.defaults(
    TrainingConfiguration.setting("learning.learningRate")
  ).replacing("acktr", with: "K-FAC")

  static let normalization = SwitchSpelling(
    "normalize-advantages", of: "ppo.advantageNormalization", on: AdvantageNormalization.rollout,
    off: .off)

  func validate() throws {
    try Self.normalization.check(normalizeAdvantages, beside: advantageNormalization)
  }

  func apply(to configuration: inout TrainingConfiguration) {
    if let normalization = Self.normalization.value(of: normalizeAdvantages) {
      configuration.ppo.advantageNormalization = normalization
    }
    if let optimizer, optimizer != configuration.learning.optimizer.rule {
      configuration.learning.optimizer.rule = optimizer
      if optimizer == .kfac {
        configuration.learning.learningRate = KFACConfiguration.learningRate
      }
    }
    configuration.apply(self)
  }

  /// Throws where a flag would have no effect on K-FAC.
  func check(with optimizer: OptimizerConfiguration) throws {
    guard optimizer.rule == .kfac else { return }
    if maxGradNorm != nil {
      throw ConfigurationError(
        "K-FAC bounds its steps by --kl-clip and leaves gradients as they are; leave out --max-grad-norm."
      )
    }
    if eps != nil || alpha != nil {
      throw ConfigurationError(
        "--eps and --alpha are for Adam and RMSprop; K-FAC has --kfac-damping and --kfac-decay.")
    }
  }
}

extension OptimizerConfiguration.Rule: ExpressibleByArgument {}
extension ValueLoss: ExpressibleByArgument {}
extension AdvantageNormalization: ExpressibleByArgument {}
