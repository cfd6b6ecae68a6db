import Agents
import ArgumentParser

/// How the policy learns from a rollout.
struct LearningOptions: ParsableArguments {
  @Option(number: "The learning rate at the beginning. (ppo 3e-4, a2c 7e-4, K-FAC 0.25)")
  var lr: Double?

  @Option(
    number: "A learning rate of the critic's own, where it shares no layer with the actor. (--lr)")
  var criticLr: Double?

  @Flag(inversion: .prefixedNo, help: "Let learning rates fall linearly to 0. (a2c no, others yes)")
  var useLinearLrDecay: Bool?

  @Option("name", "The rule that turns gradients into steps. (ppo adam, a2c rmsprop, acktr kfac)")
  var optimizer: OptimizerConfiguration.Rule?

  @Option(number: "The epsilon of Adam and RMSprop. (1e-5)")
  var eps: Double?

  @Option(number: "How slowly RMSprop's mean of squares forgets. (0.99)")
  var alpha: Double?

  @Option(number: "The weight of the value loss. (0.5)")
  var valueLossCoef: Double?

  @Option(number: "The weight of the entropy bonus. (ppo 0, others 0.01)")
  var entropyCoef: Double?

  @Option(number: "Gradients of a larger global norm are scaled down to it; not K-FAC's. (0.5)")
  var maxGradNorm: Double?

  @Option(integer: "PPO: how often each rollout is learnt from. (10)")
  var ppoEpoch: Int?

  @Option(
    integer: """
      PPO: minibatches an epoch, of samples or, when recurrent, sequences. (the most up to 32, or 4 \
      when recurrent, that divide the rollout)
      """)
  var numMiniBatch: Int?

  @Option(number: "PPO: how far the ratio of probabilities may move from 1. (0.2)")
  var clipParam: Double?

  @Flag(inversion: .prefixedNo, help: "PPO: let the clip fall linearly to 0. (no)")
  var useLinearClipDecay: Bool?

  @Flag(inversion: .prefixedNo, help: "PPO: clip value predictions, too. (yes)")
  var clipValueLoss: Bool?

  @Flag(inversion: .prefixedNo, help: "PPO: bring advantages to mean 0 and deviation 1. (yes)")
  var normalizeAdvantages: Bool?

  @Option(number: "PPO: end an update once the policy moved 1.5 times this divergence. (never)")
  var targetKl: Double?

  @Option(integer: "Recurrent: through how many steps gradients flow; 1 is none. (whole rollout)")
  var bptt: Int?

  @Option(
    integer: "Parts that a minibatch is cut into for the threads; results depend on it. (by size)")
  var updateShards: Int?

  func apply(to configuration: inout TrainingConfiguration) {
    if let optimizer, optimizer != configuration.learning.optimizer.rule {
      configuration.learning.optimizer.rule = optimizer
      // Natural gradients have a scale of their own.
      if optimizer == .kfac { configuration.learning.learningRate = 0.25 }
    }
    if let lr { configuration.learning.learningRate = lr }
    if let criticLr { configuration.learning.criticLearningRate = criticLr }
    if let useLinearLrDecay { configuration.learning.usesLinearDecay = useLinearLrDecay }
    if let eps { configuration.learning.optimizer.epsilon = eps }
    if let alpha { configuration.learning.optimizer.alpha = alpha }
    if let valueLossCoef { configuration.learning.valueLossCoefficient = valueLossCoef }
    if let entropyCoef { configuration.learning.entropyCoefficient = entropyCoef }
    if let maxGradNorm { configuration.learning.maximumGradientNorm = maxGradNorm }
    if let ppoEpoch { configuration.ppo.epochCount = ppoEpoch }
    if let numMiniBatch { configuration.ppo.minibatchCount = numMiniBatch }
    if let clipParam { configuration.ppo.clip = clipParam }
    if let useLinearClipDecay { configuration.ppo.usesLinearClipDecay = useLinearClipDecay }
    if let clipValueLoss { configuration.ppo.clipsValueLoss = clipValueLoss }
    if let normalizeAdvantages { configuration.ppo.normalizesAdvantages = normalizeAdvantages }
    if let targetKl { configuration.ppo.targetKL = targetKl }
    if let bptt { configuration.backpropagationSteps = bptt }
    if let updateShards { configuration.sharding.updateShards = updateShards }
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
