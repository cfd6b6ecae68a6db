import Models
import Settings
import Storage
import Tensors

/// Synchronous advantage actor-critic (Mnih et al. 2016, without asynchrony): one step a rollout.
package class A2C: Algorithm, @unchecked Sendable {
  package class var name: AlgorithmName { .a2c }
  package let learner: GradientLearner
  package var random: RandomStream
  private let context: LearningContext

  package required init(_ context: LearningContext) {
    self.context = context
    random = context.makeRandomStream()
    learner = GradientLearner(context, objective: AdvantageObjective(context.configuration))
  }

  /// Those of the original work.
  package class func setDefaults(of configuration: inout TrainingConfiguration) {
    configuration.environmentCount = 16
    configuration.stepCount = 5
    configuration.totalSteps = 10_000_000
    configuration.returns.estimator = .nStep
    configuration.learning.learningRate = 7e-4
    configuration.learning.usesLinearDecay = false
    configuration.learning.entropyCoefficient = 0.01
    configuration.learning.optimizer.rule = .rmsprop
  }

  package class func validate(_ configuration: TrainingConfiguration) throws(ConfigurationError) {}

  /// There is one step, which is always made.
  package func update(
    remaining: Double, isCancelled: () -> Bool
  ) throws(TrainingError) -> UpdateStatistics? {
    let configuration = context.configuration
    learner.prepare { $0.computeReturns(configuration.returns) }
    var statistics = learner.makeStatistics(
      learningRate: configuration.learning.learningRate(remaining: remaining))
    statistics.store(learner.differentiate(minibatch: 0))
    statistics.store(
      try learner.step(
        learningRateScale: configuration.learning.learningRateScale(remaining: remaining)))
    return statistics
  }
}

/// A2C with K-FAC as its optimizer (Wu et al. 2017).
package final class ACKTR: A2C, @unchecked Sendable {
  package override class var name: AlgorithmName { .acktr }

  /// Those of the original work.
  package override class func setDefaults(of configuration: inout TrainingConfiguration) {
    configuration.environmentCount = 32
    configuration.stepCount = 20
    configuration.totalSteps = 10_000_000
    configuration.returns.estimator = .nStep
    configuration.learning.learningRate = KFACConfiguration.learningRate
    configuration.learning.entropyCoefficient = 0.01
    configuration.learning.optimizer.rule = .kfac
    configuration.learning.optimizer.kfac = KFACConfiguration()
  }

  package override class func validate(
    _ configuration: TrainingConfiguration
  ) throws(ConfigurationError) {
    let rule = configuration.learning.optimizer.rule
    guard rule == .kfac else {
      throw ConfigurationError(
        """
        ACKTR is A2C with K-FAC, and \(setting: "learning.optimizer.rule", rule.rawValue) is another; \
        leave it out, or take \(setting: "algorithm", "a2c").
        """)
    }
  }
}

/// The loss of A2C: with A = R - v held constant in the first term, -A log p + c_v (R - v)^2 - c_e H.
package final class AdvantageObjective: Objective, @unchecked Sendable {
  package let entropyCoefficient: Float
  private let valueCoefficient: Float

  package init(_ configuration: TrainingConfiguration) {
    entropyCoefficient = Float(configuration.learning.entropyCoefficient)
    valueCoefficient = Float(configuration.learning.valueLossCoefficient)
  }

  /// The advantages are those of the critic's present values.
  package var actorReadsValues: Bool { true }

  package func differentiateCritic(
    _ batch: MinibatchBuffers, values: Matrix, sampleCount: Int, into gradient: GradientWorkspace
  ) -> LossSums {
    let returns = batch.returns
    let scale = 1 / Float(sampleCount)
    var valueLoss = 0.0
    for row in 0..<values.rows {
      let advantage = returns[row] - values[row]
      gradient.values[row] = -2 * valueCoefficient * advantage * scale
      valueLoss += Double(advantage * advantage)
    }
    var sums = LossSums()
    sums[.valueLoss] = valueLoss
    return sums
  }

  package func differentiateActor(
    _ batch: MinibatchBuffers, values: Matrix, logProbabilities: Matrix, entropies: Matrix,
    sampleCount: Int, into gradient: GradientWorkspace
  ) -> LossSums {
    let (returns, oldLogProbabilities) = (batch.returns, batch.oldLogProbabilities)
    let scale = 1 / Float(sampleCount)
    var (policyLoss, entropy, negativeLogRatio, divergence) = (0.0, 0.0, 0.0, 0.0)
    for row in 0..<logProbabilities.rows {
      let advantage = returns[row] - values[row]
      gradient.logProbabilities[row] = -advantage * scale

      let logRatio = logProbabilities[row] - oldLogProbabilities[row]
      policyLoss -= Double(advantage * logProbabilities[row])
      entropy += Double(entropies[row])
      negativeLogRatio -= Double(logRatio)
      divergence += Double(logRatio.exponential - 1 - logRatio)
    }
    var sums = LossSums()
    sums.samples = Double(logProbabilities.rows)
    sums[.policyLoss] = policyLoss
    sums[.entropy] = entropy
    sums[.negativeLogRatio] = negativeLogRatio
    sums[.ratioDivergence] = divergence
    return sums
  }
}
