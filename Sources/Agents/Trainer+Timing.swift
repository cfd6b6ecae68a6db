/// Where the time of training went, in seconds and as a mean over the lanes.
package struct LaneTimes: Sendable {
  /// Inside environments.
  package var environment = 0.0
  /// The rest of a rollout: the policy, normalisation, bookkeeping.
  package var inference = 0.0
  /// Returns and advantages.
  package var returns = 0.0
  /// Minibatches, from samples to gradients.
  package var gradient = 0.0
  /// Adding the shards' gradients, clipping, the optimizer's step.
  package var optimizer = 0.0
  /// Lanes that had no shard left while others worked on theirs.
  package var waiting = 0.0

  package init() {}
}

extension Trainer {
  /// Whether ``laneTimes`` are measured, from zero. This costs a few readings of a clock a step and
  /// shard and changes no result.
  package func measureTime(_ isMeasured: Bool) {
    collector.measureTime(isMeasured)
    algorithm.learner.measureTime(isMeasured)
  }

  /// Where the time went since measuring began. What is missing of the whole are the order of
  /// samples and what else one lane does alone.
  package var laneTimes: LaneTimes {
    var times = LaneTimes()
    collector.addTimes(to: &times)
    algorithm.learner.addTimes(to: &times)
    return times
  }
}
