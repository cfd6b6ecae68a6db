import Agents
import Models
import Storage
import Tensors

/// REINFORCE (Williams 1992): each action is made more probable in proportion to the return after it.
/// The critic learns the returns, as what comes after the end of a rollout is read from it.
final class Reinforce: Algorithm, @unchecked Sendable {
  static let name = AlgorithmName(rawValue: "reinforce")
  let learner: GradientLearner
  var random: RandomStream
  private let context: LearningContext

  init(_ context: LearningContext) {
    self.context = context
    random = context.makeRandomStream()
    learner = GradientLearner(context, objective: ReturnObjective(context.configuration))
  }

  static func setDefaults(of configuration: inout TrainingConfiguration) {
    configuration.returns.estimator = .nStep
    configuration.learning.learningRate = 1e-3
  }

  func update(
    remaining: Double, isCancelled: () -> Bool
  ) throws(TrainingError) -> UpdateStatistics? {
    let configuration = context.configuration
    learner.prepare { $0.computeReturns(configuration.returns) }
    var statistics = learner.makeStatistics(
      learningRate: configuration.learning.learningRate)
    statistics.store(learner.differentiate(minibatch: 0))
    statistics.store(try learner.step(learningRateScale: 1))
    return statistics
  }
}

/// -R log p + c_v (R - v)^2 - c_e H
final class ReturnObjective: Objective {
  let entropyCoefficient: Float
  private let valueCoefficient: Float

  init(_ configuration: TrainingConfiguration) {
    entropyCoefficient = Float(configuration.learning.entropyCoefficient)
    valueCoefficient = Float(configuration.learning.valueLossCoefficient)
  }

  /// Not its values, but the returns, which are the critic's, too: both are passed through together.
  var actorReadsValues: Bool { true }

  func differentiateCritic(
    _ batch: MinibatchBuffers, values: Matrix, sampleCount: Int, into gradient: GradientWorkspace
  ) -> LossSums {
    var sums = LossSums()
    for row in 0..<values.rows {
      let error = values[row] - batch.returns[row]
      gradient.values[row] = 2 * valueCoefficient * error / Float(sampleCount)
      sums[.valueLoss] += Double(error * error)
    }
    return sums
  }

  func differentiateActor(
    _ batch: MinibatchBuffers, values: Matrix, logProbabilities: Matrix, entropies: Matrix,
    sampleCount: Int, into gradient: GradientWorkspace
  ) -> LossSums {
    var sums = LossSums()
    for row in 0..<logProbabilities.rows {
      gradient.logProbabilities[row] = -batch.returns[row] / Float(sampleCount)
      sums.samples += 1
      sums[.policyLoss] -= Double(batch.returns[row] * logProbabilities[row])
      sums[.entropy] += Double(entropies[row])
    }
    return sums
  }
}
