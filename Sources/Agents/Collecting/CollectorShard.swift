import Environments
import Lanes
import Models
import Spaces
import Storage
import Tensors

/// One shard's environments, n of them, and everything it takes to run them through a rollout.
final class CollectorShard: @unchecked Sendable {
  /// The environments' places among all of the run.
  let environments: Range<Int>
  let batch: EnvironmentPipeline
  /// One stream of actions for each environment.
  var streams: [RandomStream]
  var progress: [EpisodeProgress]
  var sums: CollectorNormalization.Sums
  private(set) var failure: EnvironmentFailure?
  private(set) var rewardSum = 0.0
  /// The time of this shard's rollouts, and the part of it inside environments.
  var rolloutTime = Stopwatch()
  var environmentTime = Stopwatch()

  private let layout: ObservationLayout
  private let plan: SequencePlan
  private let workspace: PolicyWorkspace
  private let criticPass: CriticPass
  private let rewardScale: Double
  private let arena: Arena
  private let rawObservations, finalObservations: Matrix  // [n, O]
  private let firstObservations: Matrix  // [n, O], of the first episodes
  private let scratch: Observations  // n
  private let rewards, terminated: Matrix  // [n]
  private let truncated: Matrix  // [n]
  private let episodeReturns, episodeLengths: Matrix  // [T, n], where an episode ended

  init(
    _ environments: Range<Int>, policy: Policy, rollout: RolloutStorage,
    environment: EnvironmentDescription, configuration: TrainingConfiguration,
    normalization: CollectorNormalization
  ) throws {
    self.environments = environments
    let count = environments.count
    batch = try environment.makeBatch(
      indices: environments, seed: configuration.seed,
      options: configuration.environment.batchOptions)
    streams = environments.map {
      RandomStream(seed: configuration.seed, index: UInt32($0), purpose: .action)
    }
    progress = [EpisodeProgress](repeating: EpisodeProgress(), count: count)
    sums = CollectorNormalization.Sums(normalization)
    layout = policy.observation
    plan = SequencePlan(rowCount: count)
    workspace = PolicyWorkspace(policy: policy, rows: count, sequences: count)
    criticPass = CriticPass(policy: policy, environments: count)
    rewardScale = configuration.normalization.rewardScale
    let observationSize = policy.observationSize
    let (arena, buffers) = Arena.carve { carver in
      (
        rawObservations: carver.matrix(rows: count, columns: observationSize),
        finalObservations: carver.matrix(rows: count, columns: observationSize),
        firstObservations: carver.matrix(rows: count, columns: observationSize),
        scratch: carver.observations(policy.observation, rows: count),
        rewards: carver.matrix(rows: 1, columns: count),
        terminated: carver.matrix(rows: 1, columns: count),
        truncated: carver.matrix(rows: 1, columns: count),
        episodeReturns: carver.matrix(rows: rollout.steps, columns: count),
        episodeLengths: carver.matrix(rows: rollout.steps, columns: count)
      )
    }
    self.arena = arena
    rawObservations = buffers.rawObservations
    finalObservations = buffers.finalObservations
    firstObservations = buffers.firstObservations
    scratch = buffers.scratch
    rewards = buffers.rewards
    terminated = buffers.terminated
    truncated = buffers.truncated
    episodeReturns = buffers.episodeReturns
    episodeLengths = buffers.episodeLengths
  }

  /// Begins the first episode of each environment; its first observation counts for the statistics.
  func reset() throws(EnvironmentFailure) {
    try batch.reset(observations: firstObservations)
    scratch.take(firstObservations, layout)
    sums.add(scratch)
  }

  /// Goes back to saved environments, and begins an episode in those that could not save themselves.
  ///
  /// - Returns: the places of these among all of the run.
  func restore(
    _ snapshots: ArraySlice<EnvironmentSnapshot>
  ) throws(EnvironmentFailure) -> [Int] {
    let rows = try batch.restore(Array(snapshots))
    if !rows.isEmpty { try batch.reset(rows, observations: firstObservations) }
    return rows.map { environments.lowerBound + $0 }
  }

  /// Lets the policy see the first observation of an environment whose episode begins with `step`.
  func beginEpisode(
    environment: Int, step: Int, rollout: RolloutStorage, normalizer: CollectorNormalization
  ) {
    progress[environment - environments.lowerBound] = EpisodeProgress()
    let row = step * rollout.environments + environment
    let seen = rollout.observations.row(row)
    seen.take(firstObservations.row(environment - environments.lowerBound), layout)
    normalizer.normalize(seen)
    rollout.hiddenStates.row(row).fill(0)
    rollout.masks[step, environment] = 0
  }

  /// Writes what the policy sees of the first episodes to row 0.
  func beginRollouts(rollout: RolloutStorage, normalizer: CollectorNormalization) {
    let rows = rollout.rows(step: 0, environments: environments)
    let seen = rollout.observations.rows(rows)
    seen.take(firstObservations, layout)
    normalizer.normalize(seen)
    rollout.hiddenStates.rows(rows).fill(0)
    for environment in environments { rollout.masks[0, environment] = 0 }
  }

  /// Runs all environments through a rollout, then predicts the values of all that was seen.
  func collect(policy: Policy, rollout: RolloutStorage, normalizer: CollectorNormalization) {
    rewardSum = 0
    rolloutTime.start()
    defer { rolloutTime.stop() }
    do {
      try LinearAlgebraRuntime.gently(if: batch.wantsGentleKernels) {
        () throws(EnvironmentFailure) in
        for step in 0..<rollout.steps {
          act(policy: policy, rollout: rollout, step: step)
          try advance(rollout: rollout, step: step, normalizer: normalizer)
          evaluateTruncations(policy: policy, rollout: rollout, step: step, normalizer: normalizer)
        }
      }
      criticPass.predictValues(policy: policy, rollout: rollout, environments: environments)
    } catch {
      failure = error
    }
  }

  /// Draws actions for `step`. The critic is not asked: nobody needs its answer before the end.
  private func act(policy: Policy, rollout: RolloutStorage, step: Int) {
    let rows = rollout.rows(step: step, environments: environments)
    let features = policy.features(
      rollout.observations.rows(rows), plan: plan, hiddenStates: rollout.hiddenStates.rows(rows),
      masks: rollout.masks(step: step, environments: environments), in: workspace)
    if let states = workspace.states {
      let next = rollout.rows(step: step + 1, environments: environments)
      rollout.hiddenStates.rows(next).copy(from: states)
    }
    let actionParameters = policy.actionParameters(features, in: workspace)
    if rollout.distributions.columns > 0 {
      policy.describe(actionParameters, into: rollout.distributions.rows(rows))
    }
    policy.sample(
      actionParameters, actions: rollout.actions.rows(rows),
      logProbabilities: rollout.logProbabilities.row(step).columns(environments),
      streams: &streams)
  }

  /// Steps the environments and writes down what came of it.
  private func advance(
    rollout: RolloutStorage, step: Int, normalizer: CollectorNormalization
  ) throws(EnvironmentFailure) {
    let rows = rollout.rows(step: step, environments: environments)
    environmentTime.start()
    try batch.step(
      actions: rollout.actions.rows(rows),
      into: StepRows(
        observations: rawObservations, rewards: rewards, terminated: terminated,
        truncated: truncated, finalObservations: finalObservations))
    environmentTime.stop()
    let next = rollout.rows(step: step + 1, environments: environments)
    let seen = rollout.observations.rows(next)
    seen.take(rawObservations, layout)
    if normalizer.configuration.observations { sums.add(seen) }
    normalizer.normalize(seen)
    for (index, environment) in environments.enumerated() {
      let hasEnded = terminated[index] == 1 || truncated[index] == 1
      rollout.masks[step + 1, environment] = hasEnded ? 0 : 1
      rollout.truncations[step, environment] = truncated[index]
      rollout.rewards[step, environment] = record(
        Double(rewards[index]), index: index, normalizer: normalizer)
      if hasEnded { finishEpisode(index, step: step) }
    }
  }

  /// Adds an environment's reward to its episode; returns it as the algorithm sees it.
  private func record(_ reward: Double, index: Int, normalizer: CollectorNormalization) -> Float {
    rewardSum += reward
    let scaled = reward * rewardScale
    // Changed in one go: each access to a list of a class is checked while the program runs.
    var progress = progress[index]
    defer { self.progress[index] = progress }
    progress.episodeReturn += reward
    progress.length += 1
    guard normalizer.configuration.rewards else { return Float(scaled) }
    progress.discountedReturn = normalizer.rewards.accumulate(
      scaled, onto: progress.discountedReturn)
    sums.add(discountedReturn: progress.discountedReturn)
    return Float(normalizer.rewards.normalize(scaled))
  }

  private func finishEpisode(_ index: Int, step: Int) {
    episodeReturns[step, index] = Float(progress[index].episodeReturn)
    episodeLengths[step, index] = Float(progress[index].length)
    progress[index] = EpisodeProgress()
  }

  func finishedEpisode(step: Int, environment: Int) -> (episodeReturn: Double, length: Int) {
    let index = environment - environments.lowerBound
    return (Double(episodeReturns[step, index]), Int(episodeLengths[step, index]))
  }

  /// Predicts the values of the observations at which episodes were cut off in `step`.
  private func evaluateTruncations(
    policy: Policy, rollout: RolloutStorage, step: Int, normalizer: CollectorNormalization
  ) {
    for (index, environment) in environments.enumerated() {
      rollout.finalValues[step, environment] = 0
      guard truncated[index] == 1 else { continue }
      // The state after the step: the episode that it belongs to is the one that was cut off.
      let state = rollout.hiddenStates.row((step + 1) * rollout.environments + environment)
      rollout.finalValues[step, environment] = criticPass.value(
        of: finalObservations.row(index), hiddenState: state, policy: policy,
        normalizer: normalizer)
    }
  }
}
