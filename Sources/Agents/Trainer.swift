import Acting
import Environments
import Foundation
import Lanes
import Models
import Storage
import Tensors

/// Trains a policy: collects a rollout, learns from it, and again.
///
///     var configuration = TrainingConfiguration(
///       algorithm: .ppo, environment: EnvironmentConfiguration(id: "CartPole-v1"),
///       isRecurrent: false)
///     let trainer = try Trainer(configuration)
///     while !trainer.isFinished {
///       let report = try trainer.advance()
///       print(report.steps, report.episodes.returnSummary?.mean ?? 0)
///     }
///     try trainer.save(to: URL(filePath: "policy.h5"))
public final class Trainer {
  public private(set) var configuration: TrainingConfiguration
  public let policy: Policy
  /// The number of updates made.
  public private(set) var updateCount = 0
  /// The last episodes that ended.
  public private(set) var episodes = EpisodeWindow()
  /// The episodes by the updates during which they began.
  public private(set) var cohorts: EpisodeCohorts

  /// How many environments could not be saved in the checkpoint that training was resumed from: a new
  /// episode began in them, so that the run is not the same bits as one that never stopped.
  public internal(set) var restartedEnvironments = 0

  package let collector: Collector
  package let algorithm: any Algorithm
  package var rollout: RolloutStorage { collector.rollout }
  package let pool: LanePool

  /// Makes the environments and a new policy.
  ///
  /// - Parameters:
  ///   - registry: where the environment is looked up.
  ///   - laneCount: the number of threads; it has no influence on any result.
  /// - Throws: ``ConfigurationError``, `EnvironmentSetupError`, `EnvironmentFailure`.
  public convenience init(
    _ configuration: TrainingConfiguration, registry: EnvironmentRegistry = .standard,
    laneCount: Int = ProcessInfo.processInfo.activeProcessorCount
  ) throws {
    try self.init(making: configuration, registry: registry, laneCount: laneCount)
    var random = RandomStream(seed: configuration.seed, purpose: .initialization)
    policy.initialize(using: &random)
    try collector.begin()
  }

  /// Makes everything at its size, without beginning.
  init(
    making configuration: TrainingConfiguration, registry: EnvironmentRegistry, laneCount: Int
  ) throws {
    try configuration.validate()
    LinearAlgebraRuntime.useOneThread()
    self.configuration = configuration
    cohorts = EpisodeCohorts(environmentCount: configuration.environmentCount)
    let environment = try registry.environment(for: configuration.environment)
    let probe = try environment.makeBatch(
      indices: 0..<1, seed: configuration.seed, options: configuration.environment.batchOptions)
    do throws(PolicyConfigurationError) {
      policy = try Policy(
        configuration.policy, observation: probe.observationSpace.layout,
        head: HeadConfiguration(
          for: probe.actionSpace, distribution: configuration.policy.distribution))
    } catch {
      throw ConfigurationError(error.message.within("policy"))
    }
    try configuration.validate(for: policy)
    self.configuration.policy = policy.configuration
    pool = LanePool(laneCount: laneCount)
    let algorithmType = try Algorithms.named(configuration.algorithm)
    let rollout = RolloutStorage(
      steps: configuration.stepCount, environments: configuration.environmentCount,
      observation: policy.observation, hiddenStateSize: policy.hiddenStateSize,
      actionSize: policy.actionSize,
      descriptionSize: algorithmType.comparesDistributions(configuration)
        ? policy.descriptionSize : 0)
    collector = try Collector(
      policy: policy, rollout: rollout, environment: environment, configuration: configuration,
      pool: pool)
    algorithm = algorithmType.init(
      LearningContext(
        policy: policy, rollout: rollout, configuration: configuration, pool: pool))
  }

  /// The number of threads.
  public var laneCount: Int { pool.laneCount }
  /// Steps of all environments since training began.
  public var stepCount: Int { updateCount * configuration.rolloutSize }
  public var isFinished: Bool { updateCount >= configuration.updateCount }

  /// Collects a rollout and learns from it.
  ///
  /// - Throws: `EnvironmentFailure` or ``TrainingError``; the trainer is then not to be used again.
  public func advance() throws -> TrainingReport {
    guard let report = try advance(isCancelled: { false }) else {
      preconditionFailure("nobody gave the update up")
    }
    return report
  }

  /// The same, unless `isCancelled`, which is asked before each of the optimizer's steps, gives it up.
  ///
  /// - Returns: nil where it was given up; the trainer is then not to be used again, but for what it
  ///   says of the updates before.
  package func advance(isCancelled: () -> Bool) throws -> TrainingReport? {
    let began = DispatchTime.now().uptimeNanoseconds
    try collect()
    let collected = DispatchTime.now().uptimeNanoseconds
    guard let statistics = try update(isCancelled: isCancelled) else { return nil }
    let updated = DispatchTime.now().uptimeNanoseconds
    return TrainingReport(
      update: updateCount, steps: stepCount, episodes: episodes, cohorts: cohorts.estimate,
      rewardPerStep: collector.rewardSum / Double(configuration.rolloutSize),
      rolloutSeconds: Double(collected - began) * 1e-9,
      updateSeconds: Double(updated - collected) * 1e-9,
      stepsInRollout: configuration.rolloutSize, statistics: statistics)
  }

  package func collect() throws(EnvironmentFailure) {
    try collector.collect(isFirst: updateCount == 0)
    // The episodes that training began with belong to the first update.
    if updateCount > 0 { cohorts.beginUpdate() }
    collector.forEachFinishedEpisode { environment, episodeReturn, length in
      episodes.append(episodeReturn: episodeReturn, length: length)
      cohorts.episodeEnded(
        environment: environment, episodeReturn: episodeReturn, length: length)
    }
    cohorts.endUpdate()
  }

  package func update() throws(TrainingError) -> UpdateStatistics {
    guard let statistics = try update(isCancelled: { false }) else {
      preconditionFailure("nobody gave the update up")
    }
    return statistics
  }

  private func update(isCancelled: () -> Bool) throws(TrainingError) -> UpdateStatistics? {
    let statistics = try algorithm.update(
      remaining: configuration.remainingPart(beforeUpdate: updateCount), isCancelled: isCancelled)
    if statistics != nil { updateCount += 1 }
    return statistics
  }

  /// Continues from another place.
  func restore(updateCount: Int, episodes: EpisodeWindow, cohorts: EpisodeCohorts) {
    self.updateCount = updateCount
    self.episodes = episodes
    self.cohorts = cohorts
  }
}
