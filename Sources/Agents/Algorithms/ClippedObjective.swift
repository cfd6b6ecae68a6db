import Models
import Storage
import Tensors

/// The loss of PPO: for each sample with ratio r = p_new / p_old, advantage A and return R
///
///     -min(r A, clamp(r, 1 - clip, 1 + clip) A)
///       + c_v max(h(v - R), h(v_old + clamp(v - v_old, -clip, clip) - R)) - c_e H + beta KL(old || new)
///
/// or, without clipping of the value loss, c_v h(v - R); h(e) is e^2 / 2, or Huber's loss. A dual clip c
/// bounds the first term where A < 0: it is at most -c A, however large r is (Ye et al. 2020, equation 5).
package final class ClippedObjective: Objective, @unchecked Sendable {
  package var clip: Float
  package var divergenceCoefficient: Float?
  package let entropyCoefficient: Float
  package let statistics: [Statistic]
  private let valueCoefficient: Float
  private let clipsValueLoss: Bool
  private let dualClip: Float?
  /// Where h turns from a parabola into a line; infinite where it does not.
  private let huberDelta: Float

  package init(_ configuration: TrainingConfiguration) {
    let settings = configuration.ppo
    clip = Float(settings.clip)
    divergenceCoefficient = settings.klPenalty.map { Float($0) }
    clipsValueLoss = settings.clipsValueLoss
    dualClip = settings.dualClip.map { Float($0) }
    huberDelta = settings.valueLoss == .huber ? Float(settings.huberDelta) : .infinity
    entropyCoefficient = Float(configuration.learning.entropyCoefficient)
    valueCoefficient = Float(configuration.learning.valueLossCoefficient)
    statistics =
      Statistic.standard + (settings.dualClip == nil ? [] : [.dualClipFraction])
      + (settings.klPenalty == nil ? [] : [.divergence, .divergenceCoefficient])
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
    var (clipped, dualClipped) = (0.0, 0.0)
    for row in 0..<logProbabilities.rows {
      let advantage = advantages[row]
      let logRatio = logProbabilities[row] - oldLogProbabilities[row]
      let ratio = ratios[row]
      let clippedRatio = min(max(ratio, 1 - clip), 1 + clip)
      let surrogate = ratio * advantage
      let clippedSurrogate = clippedRatio * advantage
      // Where the clipped term is smaller, the loss does not depend on the policy.
      gradient.logProbabilities[row] = surrogate <= clippedSurrogate ? -surrogate * scale : 0
      var goal = min(surrogate, clippedSurrogate)
      if let dualClip, advantage < 0, dualClip * advantage > goal {
        // Nor does it beyond the dual clip.
        gradient.logProbabilities[row] = 0
        goal = dualClip * advantage
        dualClipped += 1
      }

      policyLoss -= Double(goal)
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
    if dualClip != nil { sums[.dualClipFraction] = dualClipped }
    if let divergenceCoefficient {
      sums[.divergenceCoefficient] = Double(divergenceCoefficient) * sums.samples
    }
    return sums
  }

  /// The loss of one prediction and its derivative.
  private func valueLoss(
    _ value: Float, old: Float, target: Float
  ) -> (loss: Float, derivative: Float) {
    let error = value - target
    guard clipsValueLoss else { return loss(of: error) }
    let change = value - old
    let clippedError = old + min(max(change, -clip), clip) - target
    guard clippedError * clippedError > error * error else { return loss(of: error) }
    let (loss, derivative) = loss(of: clippedError)
    // Beyond the clip the prediction stands still.
    return (loss, abs(change) <= clip ? derivative : 0)
  }

  /// h(e) = e^2 / 2 up to delta, and delta (|e| - delta / 2) beyond (Huber 1964); and its derivative.
  @inline(__always)
  private func loss(of error: Float) -> (loss: Float, derivative: Float) {
    guard abs(error) > huberDelta else { return (0.5 * error * error, error) }
    return (huberDelta * (abs(error) - 0.5 * huberDelta), error < 0 ? -huberDelta : huberDelta)
  }
}

extension Statistic {
  /// 1 where the dual clip bounds the loss, else 0.
  package static let dualClipFraction = Statistic("dual_clip_fraction")
  /// The weight of the divergence in the loss.
  package static let divergenceCoefficient = Statistic("kl_penalty")
}
