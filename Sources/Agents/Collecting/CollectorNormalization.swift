import Spaces
import Storage
import Tensors

/// The statistics that scale observations and rewards in a rollout.
package struct CollectorNormalization: Sendable {
  package let configuration: NormalizationConfiguration
  private let gamma: Double
  package private(set) var observations: ObservationNormalizer
  package private(set) var rewards: RewardNormalizer

  init(_ configuration: TrainingConfiguration, observation: ObservationLayout) {
    self.configuration = configuration.normalization
    gamma = configuration.returns.gamma
    observations = ObservationNormalizer(
      size: observation.numberCount, configuration: configuration.normalization)
    rewards = RewardNormalizer(gamma: gamma, configuration: configuration.normalization)
  }

  /// Merges what a shard saw in a rollout.
  mutating func merge(_ sums: Sums) {
    if configuration.observations { observations.merge(sums.observations) }
    if configuration.rewards { rewards.merge(sums.rewards) }
  }

  /// Brings observations to what the policy sees, in place.
  func normalize(_ observations: Observations) {
    guard configuration.observations else { return }
    self.observations.normalize(observations.numbers, into: observations.numbers)
  }

  mutating func restore(observations: RunningMoments, rewards: RunningMoments) {
    self.observations = ObservationNormalizer(moments: observations, configuration: configuration)
    self.rewards = RewardNormalizer(moments: rewards, gamma: gamma, configuration: configuration)
  }

  /// What one shard sees in a rollout.
  struct Sums: Sendable {
    fileprivate var observations: MomentSums
    fileprivate var rewards: MomentSums

    init(_ normalization: CollectorNormalization) {
      observations = MomentSums(around: normalization.observations.moments)
      rewards = MomentSums(around: normalization.rewards.moments)
    }

    mutating func removeAll(_ normalization: CollectorNormalization) {
      observations.removeAll(around: normalization.observations.moments)
      rewards.removeAll(around: normalization.rewards.moments)
    }

    mutating func add(_ seen: Observations) { observations.add(rows: seen.numbers) }

    mutating func add(discountedReturn: Double) {
      rewards.add(discountedReturn, at: 0)
      rewards.endSample()
    }
  }
}
