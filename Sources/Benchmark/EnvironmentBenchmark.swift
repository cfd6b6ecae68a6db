import Agents
import Environments

/// Measures an environment alone, on one thread.
struct EnvironmentBenchmark {
  private let id: String
  private let record: ActionRecord
  private let replay: EnvironmentReplay
  private let physics: PhysicsReplay?

  /// As many environments as shards of a rollout have at least.
  private static let count = 4

  init(_ environment: EnvironmentDescription) throws {
    id = environment.id
    let actions = ActionRecord(
      random: try environment.spaces().action, steps: 512, environments: Self.count)
    replay = try EnvironmentReplay(
      environment,
      configuration: TrainingConfiguration(environment: EnvironmentConfiguration(id: id)),
      shards: [0..<Self.count], laneCount: 1)
    physics = try PhysicsReplay(environment, record: actions)
    record = physics?.record ?? actions
  }

  func measure(_ effort: Effort) throws -> EnvironmentResult {
    // Once unmeasured, so that no environment is at the beginning of its first episode.
    _ = try replay.measure(record, seconds: effort.seconds / 4)
    var times = [Double]()
    var overheads = [Double]()
    for _ in 0..<effort.repeats {
      let time = 1e9 / (try replay.measure(record, seconds: effort.seconds))
      times.append(time)
      if let physics {
        overheads.append(time * 1e-9 * (try physics.measure(seconds: effort.seconds)) - 1)
      }
    }
    return EnvironmentResult(
      environment: id, nanosecondsPerStep: Spread(times),
      overhead: overheads.isEmpty ? nil : Spread(overheads))
  }
}

/// What was measured of an environment.
struct EnvironmentResult: Encodable {
  let environment: String
  let nanosecondsPerStep: Spread
  /// What a step takes beyond the simulator's own time, as a part of that; nil without a simulator.
  let overhead: Spread?
}
