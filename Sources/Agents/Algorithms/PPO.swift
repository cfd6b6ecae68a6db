import Models
import Storage
import Tensors

/// Proximal policy optimisation with the clipped objective (Schulman et al. 2017, algorithm 1).
package final class PPO: Algorithm, @unchecked Sendable {
  package static let name = AlgorithmName.ppo
  package let learner: GradientLearner
  package var random: RandomStream
  private let context: LearningContext
  private let objective: ClippedObjective

  package init(_ context: LearningContext) {
    self.context = context
    random = context.makeRandomStream()
    objective = ClippedObjective(context.configuration)
    learner = GradientLearner(context, objective: objective)
  }

  /// The settings that the original work's README gives for MuJoCo, spread over eight environments.
  package static func setDefaults(of configuration: inout TrainingConfiguration) {
    configuration.ppo.minibatchCount = configuration.policy.isRecurrent ? 4 : 32
  }

  package static var learnsOnce: Bool { false }

  package static func passes(_ configuration: TrainingConfiguration) -> UpdatePasses {
    UpdatePasses(
      epochCount: configuration.ppo.epochCount, minibatchCount: configuration.ppo.minibatchCount)
  }

  package func update(
    remaining: Double, isCancelled: () -> Bool
  ) throws(TrainingError) -> UpdateStatistics? {
    let (configuration, settings) = (context.configuration, context.configuration.ppo)
    let learningRateScale = configuration.learning.learningRateScale(remaining: remaining)
    objective.clip = Float(settings.clip * (settings.usesLinearClipDecay ? remaining : 1))
    learner.prepare { rollout in
      rollout.computeReturns(configuration.returns)
      if settings.normalizesAdvantages { rollout.normalizeAdvantages(epsilon: 1e-5) }
    }

    var statistics = learner.makeStatistics(
      learningRate: configuration.learning.learningRate(remaining: remaining))
    epochs: for _ in 0..<settings.epochCount {
      learner.shuffle(using: &random)
      for minibatch in 0..<settings.minibatchCount {
        if isCancelled() { return nil }
        let losses = learner.differentiate(minibatch: minibatch)
        statistics.store(losses)
        if let target = settings.targetKL, losses.approximateKL > 1.5 * target { break epochs }
        statistics.store(try learner.step(learningRateScale: learningRateScale))
      }
    }
    return statistics
  }
}

/// The loss of PPO: for each sample with ratio r = p_new / p_old, advantage A and return R
///
///     -min(r A, clamp(r, 1 - clip, 1 + clip) A)
///       + c_v / 2 max((v - R)^2, (v_old + clamp(v - v_old, -clip, clip) - R)^2) - c_e H
///
/// or, without clipping of the value loss, c_v / 2 (v - R)^2.
package final class ClippedObjective: Objective, @unchecked Sendable {
  package var clip: Float
  package let entropyCoefficient: Float
  private let valueCoefficient: Float
  private let clipsValueLoss: Bool

  package init(_ configuration: TrainingConfiguration) {
    clip = Float(configuration.ppo.clip)
    clipsValueLoss = configuration.ppo.clipsValueLoss
    entropyCoefficient = Float(configuration.learning.entropyCoefficient)
    valueCoefficient = Float(configuration.learning.valueLossCoefficient)
  }

  package var actorReadsValues: Bool { false }

  package func differentiateCritic(
    _ batch: MinibatchBuffers, values: Matrix, sampleCount: Int, into gradient: GradientWorkspace
  ) -> LossSums {
    let (returns, oldValues) = (batch.returns, batch.oldValues)
    let scale = 1 / Float(sampleCount)
    var total = 0.0
    for row in 0..<values.rows {
      let (loss, derivative) = valueLoss(values[row], old: oldValues[row], target: returns[row])
      gradient.values[row] = valueCoefficient * derivative * scale
      total += Double(loss)
    }
    var sums = LossSums()
    sums[.valueLoss] = total
    return sums
  }

  package func differentiateActor(
    _ batch: MinibatchBuffers, values: Matrix, logProbabilities: Matrix, entropies: Matrix,
    sampleCount: Int, into gradient: GradientWorkspace
  ) -> LossSums {
    let (advantages, oldLogProbabilities) = (batch.advantages, batch.oldLogProbabilities)
    let scale = 1 / Float(sampleCount)
    // The gradient takes the place of the ratios, row by row.
    let ratios = gradient.logProbabilities.rows(0..<logProbabilities.rows)
    for row in 0..<logProbabilities.rows {
      ratios[row] = logProbabilities[row] - oldLogProbabilities[row]
    }
    ratios.applyExp()
    var (policyLoss, entropy, negativeLogRatio, divergence) = (0.0, 0.0, 0.0, 0.0)
    var clipped = 0.0
    for row in 0..<logProbabilities.rows {
      let advantage = advantages[row]
      let logRatio = logProbabilities[row] - oldLogProbabilities[row]
      let ratio = ratios[row]
      let clippedRatio = min(max(ratio, 1 - clip), 1 + clip)
      let surrogate = ratio * advantage
      let clippedSurrogate = clippedRatio * advantage
      // Where the clipped term is smaller, the loss does not depend on the policy.
      gradient.logProbabilities[row] = surrogate <= clippedSurrogate ? -surrogate * scale : 0

      policyLoss -= Double(min(surrogate, clippedSurrogate))
      entropy += Double(entropies[row])
      negativeLogRatio -= Double(logRatio)
      divergence += Double(ratio - 1 - logRatio)
      clipped += abs(ratio - 1) > clip ? 1 : 0
    }
    var sums = LossSums()
    sums.samples = Double(logProbabilities.rows)
    sums[.policyLoss] = policyLoss
    sums[.entropy] = entropy
    sums[.negativeLogRatio] = negativeLogRatio
    sums[.ratioDivergence] = divergence
    sums[.clipFraction] = clipped
    return sums
  }

  /// The loss of one prediction and its derivative.
  private func valueLoss(
    _ value: Float, old: Float, target: Float
  ) -> (loss: Float, derivative: Float) {
    let error = value - target
    guard clipsValueLoss else { return (0.5 * error * error, error) }
    let change = value - old
    let clippedError = old + min(max(change, -clip), clip) - target
    if clippedError * clippedError > error * error {
      // Beyond the clip the prediction stands still.
      return (0.5 * clippedError * clippedError, abs(change) <= clip ? clippedError : 0)
    }
    return (0.5 * error * error, error)
  }
}
