import Environments

/// Takes very many steps in an environment with random actions and watches the memory. A number that is
/// not finite, or a warning of the simulator, ends it with an error.
struct EnvironmentSoak {
  private let id: String
  private let record: ActionRecord
  private let shard: ReplayShard

  private static let count = 4

  init(_ environment: EnvironmentDescription) throws {
    id = environment.id
    record = ActionRecord(
      random: try environment.spaces().action, steps: 512, environments: Self.count)
    shard = try ReplayShard(
      environment.makeBatch(indices: 0..<Self.count, seed: 1), environments: 0..<Self.count)
  }

  /// Takes this many steps, in all environments together.
  func run(steps: Int) throws -> SoakResult {
    // Whatever is allocated once is allocated in the first tenth.
    try take(steps / 10)
    let before = try ProcessMemory.present()
    try take(steps - steps / 10)
    return SoakResult(
      environment: id, steps: steps, memoryGrowthBytes: try ProcessMemory.present() - before)
  }

  private func take(_ steps: Int) throws {
    var taken = 0
    while taken < steps {
      shard.run(record)
      if let failure = shard.failure { throw failure }
      taken += record.stepCount
    }
  }
}

/// What became of the memory.
struct SoakResult: Encodable {
  let environment: String
  let steps: Int
  let memoryGrowthBytes: Int
}
