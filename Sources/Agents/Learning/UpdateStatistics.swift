import Storage

/// What one update reports. Every update begins an empty one, stores values in it again and again, and
/// leaves their summaries.
public struct UpdateStatistics: Sendable {
  /// The sums over all samples that were learnt from.
  package private(set) var losses = LossSums()
  // The means over the samples of each minibatch.
  private(set) var policyLosses = RunningSummary()
  private(set) var valueLosses = RunningSummary()
  private(set) var entropies = RunningSummary()
  private(set) var negativeLogRatios = RunningSummary()
  private(set) var divergences = RunningSummary()
  private(set) var clipFractions = RunningSummary()
  /// The global norm of each step's gradient before clipping.
  private(set) var gradientNorms = RunningSummary()
  /// The critic's predictions for the rollout.
  private(set) var predictions = RunningSummary()
  package private(set) var explainedVariance = 0.0
  private(set) var learningRate = 0.0
  /// The number of optimizer steps taken.
  private(set) var stepCount = 0
  /// What K-FAC tells, where there is one.
  private(set) var curvature: CurvatureReport?

  /// - Parameter rollout: with its returns computed.
  public init(rollout: RolloutStorage, learningRate: Double) {
    self.learningRate = learningRate
    explainedVariance = rollout.explainedVariance
    for step in 0..<rollout.steps {
      for environment in 0..<rollout.environments {
        predictions.store(Double(rollout.values[step, environment]))
      }
    }
  }

  /// Takes note of a minibatch.
  public mutating func store(_ minibatch: LossSums) {
    losses += minibatch
    let samples = minibatch.samples
    policyLosses.store(minibatch.policyLoss / samples)
    valueLosses.store(minibatch.valueLoss / samples)
    entropies.store(minibatch.entropy / samples)
    negativeLogRatios.store(minibatch.negativeLogRatio / samples)
    divergences.store(minibatch.ratioDivergence / samples)
    clipFractions.store(minibatch.clipped / samples)
  }

  /// Takes note of an optimizer step.
  public mutating func store(_ step: StepReport) {
    gradientNorms.store(step.gradientNorm)
    if let report = step.curvature {
      curvature = curvature ?? CurvatureReport()
      curvature?.append(report, after: stepCount)
    }
    stepCount += 1
  }

  /// The mean of the gradients' norms, and 0 where no step was taken.
  package var gradientNorm: Double { gradientNorms.summary?.mean ?? 0 }
}
