import Storage

/// What one update reports. Every update begins an empty one, stores values in it again and again, and
/// leaves their summaries.
public struct UpdateStatistics: Sendable {
  /// What is told of the samples, in the order of the log.
  let told: [Statistic]
  /// The sums over all samples that were learnt from.
  package private(set) var losses = LossSums()
  /// Of the means over the samples of each minibatch, by the statistics' places.
  private var minibatches = Statistic.Values<RunningSummary>(repeating: RunningSummary())
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

  /// - Parameters:
  ///   - rollout: with its returns computed.
  ///   - told: what the objective tells.
  init(rollout: RolloutStorage, learningRate: Double, told: [Statistic]) {
    self.told = told
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
    for statistic in told { minibatches[statistic.index].store(minibatch.mean(statistic)) }
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

  /// The means of the minibatches.
  func summary(_ statistic: Statistic) -> Summary? { minibatches[statistic.index].summary }

  /// The mean of the gradients' norms, and 0 where no step was taken.
  package var gradientNorm: Double { gradientNorms.summary?.mean ?? 0 }
}
