import Lanes
import Models
import Storage
import Tensors

/// Synchronous advantage actor-critic (Mnih et al. 2016, without asynchrony): one step a rollout. With
/// K-FAC as its optimizer this is ACKTR (Wu et al. 2017).
package final class A2C: Algorithm, @unchecked Sendable {
  private let configuration: TrainingConfiguration
  private let rollout: RolloutStorage
  private let learner: GradientLearner
  private var returnsTime = Stopwatch()
  package var random: RandomStream

  package init(
    policy: Policy, rollout: RolloutStorage, configuration: TrainingConfiguration, pool: LanePool
  ) {
    self.configuration = configuration
    self.rollout = rollout
    random = RandomStream(seed: configuration.seed, purpose: .minibatches)
    learner = GradientLearner(
      policy: policy, rollout: rollout, objective: AdvantageObjective(configuration),
      configuration: configuration, pool: pool)
  }

  package var optimizer: any Optimizer { learner.optimizer }
  package var state: [FlatState] { learner.state }
  package func measureTime(_ isMeasured: Bool) {
    returnsTime = Stopwatch(isOn: isMeasured)
    learner.measureTime(isMeasured)
  }
  package func addTimes(to times: inout LaneTimes) {
    times.returns += returnsTime.seconds
    learner.addTimes(to: &times)
  }

  /// There is one step, which is always made.
  package func update(
    remaining: Double, isCancelled: () -> Bool
  ) throws(TrainingError) -> UpdateStatistics? {
    let learningRateScale = configuration.learning.learningRateScale(remaining: remaining)
    returnsTime.start()
    rollout.computeReturns(configuration.returns)
    returnsTime.stop()
    var statistics = UpdateStatistics(
      rollout: rollout,
      learningRate: configuration.learning.learningRate(remaining: remaining))
    statistics.store(learner.differentiate(minibatch: 0))
    statistics.store(try learner.step(learningRateScale: learningRateScale))
    return statistics
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
  package var actorFollowsCritic: Bool { true }

  package func differentiateCritic(
    _ batch: MinibatchBuffers, values: Matrix, sampleCount: Int, into gradient: GradientWorkspace
  ) -> LossSums {
    let (returns, advantages) = (batch.returns, batch.advantages)
    let scale = 1 / Float(sampleCount)
    var sums = LossSums()
    for row in 0..<values.rows {
      let advantage = returns[row] - values[row]
      advantages[row] = advantage
      gradient.values[row] = -2 * valueCoefficient * advantage * scale
      sums.valueLoss += Double(advantage * advantage)
    }
    return sums
  }

  package func differentiateActor(
    _ batch: MinibatchBuffers, logProbabilities: Matrix, entropies: Matrix, sampleCount: Int,
    into gradient: GradientWorkspace
  ) -> LossSums {
    let (advantages, oldLogProbabilities) = (batch.advantages, batch.oldLogProbabilities)
    let scale = 1 / Float(sampleCount)
    var sums = LossSums()
    for row in 0..<logProbabilities.rows {
      let advantage = advantages[row]
      gradient.logProbabilities[row] = -advantage * scale

      let logRatio = logProbabilities[row] - oldLogProbabilities[row]
      sums.samples += 1
      sums.policyLoss -= Double(advantage * logProbabilities[row])
      sums.entropy += Double(entropies[row])
      sums.negativeLogRatio -= Double(logRatio)
      sums.ratioDivergence += Double(logRatio.exponential - 1 - logRatio)
    }
    return sums
  }
}
