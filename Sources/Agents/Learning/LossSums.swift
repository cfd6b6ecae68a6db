/// Sums over samples of what a loss is made of, in double precision.
public struct LossSums: Sendable {
  public var samples = 0.0
  public var policyLoss = 0.0
  public var valueLoss = 0.0
  public var entropy = 0.0
  /// The sum of log(p_old / p_new): its mean estimates the divergence without bias.
  public var negativeLogRatio = 0.0
  /// The sum of ratio - 1 - log(ratio): never negative and of less variance (Schulman 2020).
  public var ratioDivergence = 0.0
  /// How many ratios lay outside the clip.
  public var clipped = 0.0

  public init() {}

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
  public var approximateKL: Double { ratioDivergence / samples }
}
