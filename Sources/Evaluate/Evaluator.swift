import Acting
import Environments
import Foundation
import Lanes
import Settings
import Tensors

/// Lets a trained policy act for a number of episodes.
///
///     let policy = try TrainedPolicy(checkpoint: URL(filePath: "update_000488.h5"))
///     var configuration = EvaluationConfiguration()
///     configuration.episodeCount = 100
///     let results = try Evaluator(policy, configuration).run()
///     print(EvaluationStatistics(results).episodeReturn.mean)
///
/// An episode depends on the configuration's seed and on its own number, and on nothing else: not on the
/// episodes before it, nor on how many run at a time or on how many threads.
public final class Evaluator {
  let world: EvaluationWorld
  private let pool: LanePool
  private let blocks: [EpisodeBlock]
  private let environmentsPerBlock: Int

  /// Makes everything that is needed.
  ///
  /// - Parameters:
  ///   - environment: where the policy is tried; nil for the environment that it was trained in.
  ///   - environmentCount: how many episodes run side by side at most; nil for what suits the threads.
  ///   - laneCount: the number of threads.
  ///   - observer: makes an observer for each episode, on the thread that runs it.
  /// - Throws: ``EvaluationError``, `EnvironmentSetupError`.
  public init(
    _ policy: TrainedPolicy, _ configuration: EvaluationConfiguration,
    in environment: EnvironmentConfiguration? = nil, registry: EnvironmentRegistry = .standard,
    environmentCount: Int? = nil,
    laneCount: Int = ProcessInfo.processInfo.activeProcessorCount,
    observer: (@Sendable (_ episode: Int) -> any EpisodeObserver)? = nil
  ) throws {
    LinearAlgebraRuntime.useOneThread()
    let world = try EvaluationWorld(
      policy, in: environment ?? policy.environment, configuration: configuration,
      registry: registry)
    self.world = world
    let atOnce = environmentCount ?? laneCount * PolicyPass.rowCount
    guard atOnce >= 1 else {
      throw EvaluationError.usage(
        "\(setting: "environmentCount") is \(atOnce); it must be at least 1.")
    }
    let wanted = (min(atOnce, configuration.episodeCount) - 1) / PolicyPass.rowCount + 1
    let blockCount = min(laneCount, wanted)
    environmentsPerBlock = min(PolicyPass.rowCount, max(1, atOnce / blockCount))
    pool = LanePool(laneCount: blockCount)
    blocks = try (0..<blockCount).map { _ in try EpisodeBlock(world, observer: observer) }
  }

  /// Runs all episodes.
  ///
  /// - Returns: how each went, in their order; fewer than asked for where an observer ended the
  ///   evaluation.
  /// - Throws: ``EvaluationError``, `EnvironmentSetupError`.
  public func run() throws -> [EpisodeResult] {
    var results = [EpisodeResult]()
    try run(process: { $0.result }, deliver: { results.append($0) })
    return results
  }

  /// What the environment looks like at the beginning of the first episode.
  package func firstPicture() throws -> EnvironmentPicture { try world.firstPicture() }

  /// Runs all episodes and hands on what `process` makes of each.
  ///
  /// - Parameters:
  ///   - isCancelled: asked often; true ends the evaluation, and unfinished episodes are given up.
  ///   - process: called as soon as an episode is over, from any thread.
  ///   - deliver: called for one episode at a time in their order, from any thread.
  /// - Throws: what these throw, as ``run()``. Episodes before the one that failed were delivered.
  package func run<Product>(
    isCancelled: @escaping @Sendable () -> Bool = { false },
    process: @escaping @Sendable (FinishedEpisode) throws -> Product,
    deliver: @escaping (Product) throws -> Void
  ) throws {
    let queue = EpisodeQueue(
      episodeCount: world.configuration.episodeCount, blockSize: PolicyPass.rowCount,
      lead: 4 * PolicyPass.rowCount * blocks.count, deliver: deliver)
    let (blocks, limit) = (blocks, environmentsPerBlock)
    pool.run(shardCount: blocks.count) { lane in
      while let numbers = queue.take() {
        blocks[lane].run(numbers, limit: limit) { number in
          if isCancelled() { queue.cancel() }
          return queue.isWanted(number)
        } finish: { episode in
          let number = episode.result.number
          queue.finish(number, try process(episode), isLast: episode.isLast)
        } fail: { number, error in
          queue.fail(number, error)
        }
      }
    }
    try queue.rethrow()
  }
}
