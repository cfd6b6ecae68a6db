import Agents
import Environments
import Lanes

/// Environments of their own, stepped through recorded actions without any policy: in the shards of a
/// training and on as many lanes.
final class EnvironmentReplay: Sendable {
  private let shards: [ReplayShard]
  private let pool: LanePool

  init(
    _ environment: EnvironmentDescription, configuration: TrainingConfiguration,
    shards ranges: [Range<Int>], laneCount: Int
  ) throws {
    shards = try ranges.map { range in
      try ReplayShard(
        environment.makeBatch(
          indices: range, seed: configuration.seed,
          options: configuration.environment.batchOptions),
        environments: range)
    }
    pool = LanePool(laneCount: laneCount)
  }

  /// Steps a second of all environments together, over `seconds` or longer.
  ///
  /// - Throws: `EnvironmentFailure`, or ``ReplayError`` where the last states are not the recorded.
  func measure(_ record: ActionRecord, seconds: Double) throws -> Double {
    let shards = shards
    let task: LanePool.Task = { shards[$0].run(record) }
    let rate = try Rate.measure(count: record.stepCount, seconds: seconds) {
      pool.run(shardCount: shards.count, task)
      for shard in shards {
        if let failure = shard.failure { throw failure }
      }
    }
    if let states = record.states, shards.flatMap({ $0.batch.save() }) != states.last {
      throw ReplayError()
    }
    return rate
  }
}

/// Says that the environments alone did not go the way they went in training.
struct ReplayError: Error, CustomStringConvertible {
  let description = """
    The environments, stepped again with the same actions from the same states, ended in other \
    states: they cannot be compared with training.
    """
}
