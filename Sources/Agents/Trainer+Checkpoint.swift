import Acting
import Environments
import Foundation
import HDF5
import Settings
import Storage
import Tensors

extension Trainer {
  /// Writes everything that decides how training continues to an HDF5 file, replacing one that is there
  /// as a whole: a failure leaves the old file as it was.
  ///
  /// - Throws: `HDF5Error` or `FileError`; ``TrainingError`` where a parameter is not a finite number,
  ///   because nobody could go on from that.
  public func save(to url: URL) throws { try save(to: url) { _ in } }

  /// The same with what `addMore` writes besides.
  package func save(to url: URL, addMore: (HDF5File) throws -> Void) throws {
    try HDF5File.replace(at: url, kind: .checkpoint) { file in
      try savePolicy(policy.parameters, afterUpdate: updateCount, to: file)
      try saveOptimizer(to: file)
      try saveCollector(to: file)
      try saveEpisodes(to: file)
      try cohorts.save(to: file)
      try addMore(file)
    }
  }

  /// Resumes from a checkpoint as if training had never stopped, bit for bit.
  ///
  /// - Parameters:
  ///   - url: a file that ``save(to:)`` wrote.
  ///   - totalSteps: where training is to end now, or nil for where it was to end before. What decays
  ///     linearly then decays towards the new end. An end that is passed already is refused.
  ///   - acceptingChanges: whether a file is taken that was changed after it was written. What it says
  ///     is checked all the same.
  /// - Throws: `HDF5Error` where the file is missing, damaged, changed or of another kind,
  ///   ``ConfigurationError``, `EnvironmentSetupError`, `EnvironmentFailure`.
  public convenience init(
    resuming url: URL, totalSteps: Int? = nil, registry: EnvironmentRegistry = .standard,
    laneCount: Int = ProcessInfo.processInfo.activeProcessorCount, acceptingChanges: Bool = false
  ) throws {
    try self.init(
      resuming: url, totalSteps: totalSteps, registry: registry, laneCount: laneCount,
      forgetting: [], acceptingChanges: acceptingChanges)
  }

  /// The same without some of what the checkpoint holds, which then begins anew.
  package convenience init(
    resuming url: URL, totalSteps: Int?, registry: EnvironmentRegistry, laneCount: Int,
    forgetting forgotten: Set<CheckpointPart>, acceptingChanges: Bool = false
  ) throws {
    let file = try CheckpointFormat.open(url, acceptingChanges: acceptingChanges)
    let text: String = try file.readAttribute("configuration")
    var configuration = try CheckpointFormat.decode(
      TrainingConfiguration.self, from: text, in: file)
    let progress = try CheckpointProgress(from: file, configuration: text)
    do { try configuration.validate() } catch { throw Self.error(error, file) }
    if let totalSteps {
      try configuration.moveEnd(to: totalSteps, ofTrainingAfter: progress.updateCount)
      try configuration.validate()
    }
    do {
      try self.init(making: configuration, registry: registry, laneCount: laneCount)
    } catch let error as ConfigurationError {
      throw Self.error(error, file)
    }
    try PolicyFile.restore(policy, from: file)
    try restoreOptimizer(from: file, after: progress, forgetting: forgotten)
    if progress.updateCount == 0 {
      // What came before the first update is in no checkpoint: it comes again.
      try collector.begin()
    } else {
      try restoreCollector(from: file, after: progress, forgetting: forgotten)
    }
    restore(
      updateCount: progress.updateCount,
      episodes: try Self.readEpisodes(from: file, after: progress),
      cohorts: progress.updateCount == 0
        ? cohorts
        : try EpisodeCohorts(from: file, environmentCount: configuration.environmentCount))
  }

  /// The error for settings in a file that cannot be.
  private static func error(_ error: ConfigurationError, _ file: HDF5File) -> HDF5Error {
    file.error(
      .wrongShape, "its settings cannot be: \(error.description.dropLast())",
      advice: CheckpointFormat.otherCheckpoint)
  }

  /// What the numbers were computed with.
  public static var libraries: [String] {
    [
      "OpenBLAS \(LinearAlgebraRuntime.configuration)",
      "OpenBLAS kernels \(LinearAlgebraRuntime.kernelName)",
      "MuJoCo \(EnvironmentRegistry.simulatorVersion)",
    ]
  }
}

extension TrainingConfiguration {
  /// Moves the end of a training that has made this many updates, unless it is passed.
  fileprivate mutating func moveEnd(
    to steps: Int, ofTrainingAfter update: Int
  ) throws(ConfigurationError) {
    let made = update * rolloutSize
    guard steps == totalSteps || steps > made else {
      throw ConfigurationError(
        """
        \(setting: "totalSteps") is \(steps), and the run has made \(made) steps already. Give more than \
        \(made) to train it longer, leave \(setting: "totalSteps") out to go on to its \(totalSteps) \
        steps, or look at it as it is with 'agents evaluate'.
        """)
    }
    moveEnd(to: steps, afterUpdate: update)
  }
}

// MARK: - Environments and what the policy saw last

extension Trainer {
  /// The rows of the rollout that the next one begins with: its last, or the first before any rollout.
  private var boundaryRows: Range<Int> {
    rollout.rows(
      step: updateCount == 0 ? 0 : rollout.steps, environments: 0..<rollout.environments)
  }

  private func saveCollector(to file: HDF5File) throws {
    let state = collector.saveState()
    let count = rollout.environments
    try EnvironmentStates(state.environments.map { $0.state?.arrays ?? [:] }).save(
      to: file, group: "environments/state")
    // Only where it says something: most environments save themselves.
    if state.environments.contains(where: { $0.state == nil }) {
      try file.write(
        state.environments.map { $0.state == nil ? 0 : 1 }, shape: [count],
        to: Self.savedEnvironments)
    }
    try EnvironmentStates(state.environments.map(\.view.arrays)).save(
      to: file, group: "environments/view")
    try file.write(
      state.environments.map(\.elapsedSteps), shape: [count], to: "environments/elapsed_steps")
    try file.write(
      state.environments.map(\.randomPosition), shape: [count], to: "random/environments")
    try file.write(state.actionPositions, shape: [count], to: "random/actions")
    try file.write(
      state.progress.map(\.episodeReturn), shape: [count], to: "environments/episode_return")
    try file.write(
      state.progress.map(\.length), shape: [count], to: "environments/episode_length")
    try file.write(
      state.progress.map(\.discountedReturn), shape: [count],
      to: "environments/discounted_return")
    try PolicyFile.write(observationMoments: state.observationMoments, to: file)
    try state.rewardMoments.save(to: file, group: "normalization/rewards")
    let observations = rollout.observations.rows(boundaryRows)
    try file.write(observations.numbers, to: "rollout/observations")
    if observations.images.columns > 0 {
      try file.write(
        observations.images.values, shape: [count, observations.images.columns],
        to: Self.images)
    }
    try file.write(rollout.hiddenStates.rows(boundaryRows), to: "rollout/hidden_states")
    try file.write(boundaryMasks, to: "rollout/masks")
  }

  /// Which environments saved themselves, 1 or 0 each, where not all did.
  private static let savedEnvironments = "environments/is_saved"

  /// The bytes of the images that were seen last, where there are any.
  private static let images = "rollout/images"

  private var boundaryMasks: Matrix { rollout.masks.row(updateCount == 0 ? 0 : rollout.steps) }

  private func restoreCollector(
    from file: HDF5File, after progress: CheckpointProgress,
    forgetting forgotten: Set<CheckpointPart>
  ) throws {
    let count = rollout.environments
    let states = try EnvironmentStates(from: file, group: "environments/state", count: count)
    let views = try EnvironmentStates(from: file, group: "environments/view", count: count)
    let isSaved =
      try file.contains(Self.savedEnvironments)
      ? file.readCounts(Self.savedEnvironments, shape: [count], in: 0...1)
      : [Int](repeating: 1, count: count)
    let steps = 0...progress.stepsPerEnvironment
    let elapsed = try file.readCounts("environments/elapsed_steps", shape: [count], in: steps)
    let positions = try file.readCounts(
      "random/environments", shape: [count], in: Self.positions)
    let returns: [Double] = try file.read("environments/episode_return", shape: [count])
    let lengths = try file.readCounts("environments/episode_length", shape: [count], in: steps)
    let discounted: [Double] = try file.read("environments/discounted_return", shape: [count])
    let observationMoments =
      forgotten.contains(.observations)
      ? collector.normalizer.observations.moments
      : try PolicyFile.readObservationMoments(file, size: policy.observation.numberCount)
    let rewardMoments =
      forgotten.contains(.returns)
      ? collector.normalizer.rewards.moments
      : try RunningMoments(from: file, group: "normalization/rewards", size: 1)
    let begun = try collector.restoreState(
      Collector.State(
        environments: (0..<count).map { index in
          EnvironmentSnapshot(
            state: isSaved[index] == 1 ? EnvironmentState(arrays: states.arrays[index]) : nil,
            elapsedSteps: elapsed[index], randomPosition: positions[index],
            view: EnvironmentState(arrays: views.arrays[index]))
        },
        progress: (0..<count).map { index in
          var progress = EpisodeProgress()
          progress.episodeReturn = returns[index]
          progress.length = lengths[index]
          progress.discountedReturn = discounted[index]
          return progress
        },
        actionPositions: try file.readCounts(
          "random/actions", shape: [count], in: Self.positions),
        observationMoments: observationMoments, rewardMoments: rewardMoments))
    // The next rollout begins by moving its last row to the front; nobody reads the others.
    let rows = rollout.rows(step: rollout.steps, environments: 0..<count)
    let observations = rollout.observations.rows(rows)
    try file.read("rollout/observations", into: observations.numbers)
    if observations.images.columns > 0 {
      observations.images.copy(
        from: try file.read(Self.images, shape: [count, observations.images.columns]))
    }
    try file.read("rollout/hidden_states", into: rollout.hiddenStates.rows(rows))
    try file.read("rollout/masks", into: rollout.masks.row(rollout.steps))
    try file.requireFinite(observations.numbers.isFinite, "rollout/observations")
    try file.requireFinite(rollout.hiddenStates.rows(rows).isFinite, "rollout/hidden_states")
    guard rollout.masks.row(rollout.steps).values.allSatisfy({ $0 == 0 || $0 == 1 }) else {
      throw file.error(
        .wrongShape, "it holds a mask that is neither 0 nor 1",
        advice: CheckpointFormat.otherCheckpoint, object: "rollout/masks")
    }
    collector.showBeginnings(of: begun, step: rollout.steps)
    restartedEnvironments = begun.count
  }

  private func saveEpisodes(to file: HDF5File) throws {
    let returns = episodes.ordered(episodes.returns)
    let lengths = episodes.ordered(episodes.lengths)
    try file.write(returns, shape: [returns.count], to: "episodes/returns")
    try file.write(lengths, shape: [lengths.count], to: "episodes/lengths")
    try file.writeAttribute("count", episodes.episodeCount, of: "episodes")
  }

  private static func readEpisodes(
    from file: HDF5File, after progress: CheckpointProgress
  ) throws -> EpisodeWindow {
    // No episode is shorter than a step.
    let count = try file.readCount("count", of: "episodes", in: 0...progress.stepCount)
    let kept = min(count, EpisodeWindow.capacity)
    return EpisodeWindow(
      returns: try file.read("episodes/returns", shape: [kept]),
      lengths: try file.read("episodes/lengths", shape: [kept]), episodeCount: count)
  }
}
