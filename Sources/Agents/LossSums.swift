/// Sums over samples of what a loss is made of, in double precision.
package struct LossSums: Sendable {
  package var samples = 0.0
  package var policyLoss = 0.0
  package var valueLoss = 0.0
  package var entropy = 0.0
  /// The sum of log(p_old / p_new): its mean estimates the divergence without bias.
  package var negativeLogRatio = 0.0
  /// The sum of ratio - 1 - log(ratio): never negative and of less variance (Schulman 2020).
  package var ratioDivergence = 0.0
  /// How many ratios lay outside the clip.
  package var clipped = 0.0

  static func += (left: inout LossSums, right: LossSums) {
    left.samples += right.samples
    left.policyLoss += right.policyLoss
    left.valueLoss += right.valueLoss
    left.entropy += right.entropy
    left.negativeLogRatio += right.negativeLogRatio
    left.ratioDivergence += right.ratioDivergence
    left.clipped += right.clipped
  }

  /// An estimate of the Kullback-Leibler divergence of the old policy from the new.
  package var approximateKL: Double { ratioDivergence / samples }
}

/// What one update reports.
package struct UpdateStatistics: Sendable {
  package var losses = LossSums()
  /// The global norm of the last minibatches' gradients before clipping, averaged over the update.
  package var gradientNorm = 0.0
  package var explainedVariance = 0.0
  package var learningRate = 0.0
  /// The number of optimizer steps taken.
  package var stepCount = 0
  /// What K-FAC tells, where there is one.
  package var curvature: CurvatureReport?

  /// Takes in another step of the optimizer.
  mutating func append(_ step: StepReport) {
    gradientNorm += step.gradientNorm
    if let report = step.curvature {
      curvature = curvature ?? CurvatureReport()
      curvature?.append(report, behind: stepCount)
    }
    stepCount += 1
  }
}
