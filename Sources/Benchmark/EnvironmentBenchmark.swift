import Agents
import Environments

/// Measures an environment alone, on one thread.
struct EnvironmentBenchmark {
  private let id: String
  private let record: ActionRecord
  private let replay: EnvironmentReplay

  /// As many environments as shards of a rollout have at least.
  private static let count = 4

  init(_ environment: EnvironmentDescription) throws {
    id = environment.id
    record = ActionRecord(
      random: try environment.spaces().action, steps: 512, environments: Self.count)
    replay = try EnvironmentReplay(
      environment,
      configuration: TrainingConfiguration(environment: EnvironmentConfiguration(id: id)),
      shards: [0..<Self.count], laneCount: 1)
  }

  func measure(_ effort: Effort) throws -> EnvironmentResult {
    // Once unmeasured, so that no environment is at the beginning of its first episode.
    _ = try replay.measure(record, seconds: effort.seconds / 4)
    return EnvironmentResult(
      environment: id,
      nanosecondsPerStep: Spread(
        try (0..<effort.repeats).map { _ in
          1e9 / (try replay.measure(record, seconds: effort.seconds))
        }))
  }
}

/// What was measured of an environment.
struct EnvironmentResult: Encodable {
  let environment: String
  let nanosecondsPerStep: Spread
}
