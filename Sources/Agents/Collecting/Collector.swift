import Environments
import Lanes
import Models
import Storage
import Tensors

/// Lets a policy act in N environments for T steps and writes down what happens.
///
/// Each shard runs its environments through the whole rollout by itself, against parameters and
/// statistics that stand still meanwhile. After the first rollout nothing is allocated.
package final class Collector: @unchecked Sendable {
  package let rollout: RolloutStorage
  package let policy: Policy
  package private(set) var normalizer: CollectorNormalization
  private let shards: [CollectorShard]
  private let pool: LanePool
  private var laneTime = Stopwatch()
  private var collectTask: LanePool.Task = { _ in }

  /// Makes the environments and begins an episode in each.
  package init(
    policy: Policy, rollout: RolloutStorage, environment: EnvironmentDescription,
    configuration: TrainingConfiguration, pool: LanePool
  ) throws {
    self.policy = policy
    self.rollout = rollout
    self.pool = pool
    let normalization = CollectorNormalization(
      configuration, observation: policy.observation)
    normalizer = normalization
    let count = configuration.sharding.rolloutShards(environments: rollout.environments)
    shards = try (0..<count).map { shard in
      try CollectorShard(
        ShardPlan.range(of: shard, in: rollout.environments, shardCount: count), policy: policy,
        rollout: rollout, environment: environment, configuration: configuration,
        normalization: normalization)
    }
    collectTask = { [unowned self] shard in
      self.shards[shard].collect(
        policy: self.policy, rollout: self.rollout, normalizer: self.normalizer)
    }
  }

  /// Begins an episode in every environment, gathers the first statistics where something is normalised,
  /// and writes what the policy sees to row 0.
  package func begin() throws(EnvironmentFailure) {
    for shard in shards { try shard.reset() }
    try warmUp()
    for shard in shards { shard.beginRollouts(rollout: rollout, normalizer: normalizer) }
  }

  /// Lets the policy act until each environment has made as many steps as the configuration asks for, and
  /// puts everything but the statistics back to where it was: what is learnt from begins with real ones.
  private func warmUp() throws(EnvironmentFailure) {
    let configuration = normalizer.configuration
    guard configuration.observations || configuration.rewards, configuration.warmUpSteps > 0 else {
      return
    }
    var beginning = saveState()
    for shard in shards { shard.beginRollouts(rollout: rollout, normalizer: normalizer) }
    for number in 0...(configuration.warmUpSteps - 1) / rollout.steps {
      try collect(isFirst: number == 0)
    }
    beginning.observationMoments = normalizer.observations.moments
    beginning.rewardMoments = normalizer.rewards.moments
    try restoreState(beginning)
  }

  /// Fills the rollout, row T of what has one included. What row T held before is the beginning, but
  /// in the first rollout, which begins with row 0.
  package func collect(isFirst: Bool) throws(EnvironmentFailure) {
    if !isFirst { rollout.beginNextRollout() }
    laneTime.start()
    pool.run(shardCount: shards.count, collectTask)
    laneTime.stop()
    for shard in shards {
      if let failure = shard.failure { throw failure }
    }
    for shard in shards { normalizer.merge(shard.sums) }
    for shard in shards { shard.sums.removeAll(normalizer) }
  }

  /// Calls `body` with the environment, return and length of each episode that ended in this rollout, in
  /// the order of steps and environments.
  package func forEachFinishedEpisode(
    _ body: (_ environment: Int, _ episodeReturn: Double, _ length: Int) -> Void
  ) {
    for step in 0..<rollout.steps {
      for shard in shards {
        for environment in shard.environments where rollout.masks[step + 1, environment] == 0 {
          let episode = shard.finishedEpisode(step: step, environment: environment)
          body(environment, episode.episodeReturn, episode.length)
        }
      }
    }
  }

  /// The sum of the environments' own rewards in this rollout.
  package var rewardSum: Double { shards.reduce(0) { $0 + $1.rewardSum } }

  /// The places of each shard's environments among all of the run.
  package var shardRanges: [Range<Int>] { shards.map(\.environments) }
}

extension Collector {
  /// Whether time is measured, from zero; this costs two readings of a clock a step and shard.
  func measureTime(_ isMeasured: Bool) {
    laneTime = Stopwatch(isOn: isMeasured)
    for shard in shards {
      shard.rolloutTime = Stopwatch(isOn: isMeasured)
      shard.environmentTime = Stopwatch(isOn: isMeasured)
    }
  }

  /// Adds where the time went to `times`.
  func addTimes(to times: inout LaneTimes) {
    let lanes = Double(pool.laneCount)
    let busy = shards.reduce(0) { $0 + $1.rolloutTime.seconds } / lanes
    let environment = shards.reduce(0) { $0 + $1.environmentTime.seconds } / lanes
    times.environment += environment
    times.inference += busy - environment
    times.waiting += laneTime.seconds - busy
  }
}

extension Collector {
  /// Everything that decides how collecting continues, but for parameters and the rollout's last row.
  package struct State {
    package var environments: [EnvironmentSnapshot]
    package var progress: [EpisodeProgress]
    /// The positions of the streams that draw actions.
    package var actionPositions: [UInt64]
    package var observationMoments: RunningMoments
    package var rewardMoments: RunningMoments
  }

  package func saveState() -> State {
    State(
      environments: shards.flatMap { $0.batch.save() },
      progress: shards.flatMap { $0.progress },
      actionPositions: shards.flatMap { $0.streams.map(\.position) },
      observationMoments: normalizer.observations.moments,
      rewardMoments: normalizer.rewards.moments)
  }

  /// Goes back to what ``saveState()`` gave.
  ///
  /// - Returns: the environments that could not save themselves, in which an episode has begun. Its first
  ///   observation is shown to the policy by ``showBeginnings(of:step:)``.
  @discardableResult
  package func restoreState(_ state: State) throws(EnvironmentFailure) -> [Int] {
    var begun = [Int]()
    for shard in shards {
      let range = shard.environments
      begun += try shard.restore(state.environments[range])
      shard.progress = Array(state.progress[range])
      for (index, environment) in range.enumerated() {
        shard.streams[index].move(to: state.actionPositions[environment])
      }
    }
    normalizer.restore(
      observations: state.observationMoments, rewards: state.rewardMoments)
    for shard in shards { shard.sums.removeAll(normalizer) }
    return begun
  }

  /// Writes what the policy sees of episodes that begin with `step` to that row of the rollout.
  package func showBeginnings(of environments: [Int], step: Int) {
    for shard in shards {
      for environment in environments where shard.environments.contains(environment) {
        shard.beginEpisode(
          environment: environment, step: step, rollout: rollout, normalizer: normalizer)
      }
    }
  }
}

/// How far an environment's present episode has come.
package struct EpisodeProgress: Sendable, Equatable {
  /// The sum of the environment's own rewards.
  package var episodeReturn = 0.0
  package var length = 0
  /// The discounted return that scales rewards.
  package var discountedReturn = 0.0

  package init() {}
}
