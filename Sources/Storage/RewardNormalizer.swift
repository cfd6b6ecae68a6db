/// Scales rewards by the standard deviation of the discounted return, which stands still while it is
/// used; the mean is not subtracted.
package struct RewardNormalizer: Sendable {
  package private(set) var moments: RunningMoments
  private let gamma: Double
  private let clip: Double
  private var scale = 1.0

  package init(
    moments: RunningMoments = RunningMoments(size: 1), gamma: Double,
    configuration: NormalizationConfiguration
  ) {
    self.moments = moments
    self.gamma = gamma
    clip = configuration.rewardClip
    updateScale()
  }

  private mutating func updateScale() { scale = moments.scale(of: 0) }

  package mutating func merge(_ sums: MomentSums) {
    moments.merge(sums)
    updateScale()
  }

  /// The discounted return of an episode with one more reward.
  @inline(__always)
  package func accumulate(_ reward: Double, onto discountedReturn: Double) -> Double {
    gamma * discountedReturn + reward
  }

  @inline(__always)
  package func normalize(_ reward: Double) -> Double { min(max(reward * scale, -clip), clip) }
}
