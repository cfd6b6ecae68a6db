import Spaces
import Storage
import Tensors
import Testing

@Suite struct StandardizationTests {
  private static let (steps, environments) = (9, 4)

  private static func makeRollout() -> RolloutStorage {
    let rollout = RolloutStorage(
      steps: steps, environments: environments, observation: .vector(1), hiddenStateSize: 1,
      actionSize: 1)
    var random = RandomStream(seed: 5, purpose: .environment)
    for index in 0..<rollout.sampleCount {
      rollout.advantages[index] = Float(3 + 2 * random.normal())
    }
    return rollout
  }

  /// The advantages of each minibatch once they are standardised, its shards one after another.
  private static func minibatches(length: Int, shards: Int) -> [[Float]] {
    let rollout = makeRollout()
    var schedule = MinibatchSchedule(
      steps: steps, environments: environments, sequenceLength: length, minibatchCount: 2,
      shardCount: shards)
    var random = RandomStream(seed: 6, purpose: .minibatches)
    schedule.shuffle(using: &random)
    let batch = MinibatchBuffers(schedule: schedule, rollout: rollout)
    return (0..<2).map { minibatch in
      let standardization = schedule.standardization(
        of: rollout.advantages, minibatch: minibatch, epsilon: 1e-5)
      return (0..<schedule.shardCount).flatMap { shard in
        schedule.gather(minibatch: minibatch, shard: shard, from: rollout, into: batch)
        standardization.apply(to: batch.advantages)
        return batch.advantages.values
      }
    }
  }

  /// Single samples, sequences of 4 steps whose last has 1, whole sequences.
  @Test(arguments: [1, 4, 9], [1, 2, 3])
  func `a minibatch's advantages have mean 0 and unbiased deviation 1 over all of its shards`(
    length: Int, shards: Int
  ) {
    for advantages in Self.minibatches(length: length, shards: shards) {
      let values = advantages.map(Double.init)
      let count = Double(values.count)
      let mean = values.reduce(0, +) / count
      let variance =
        (values.reduce(0) { $0 + $1 * $1 } - count * mean * mean) / (count - 1)
      // Epsilon is added to a deviation of about 2.
      #expect(abs(mean) < 1e-6 && abs(variance - 1) < 2e-5)
    }
  }

  @Test(arguments: [1, 4, 9])
  func `how a minibatch is cut into shards changes no bit of its advantages`(length: Int) {
    let whole = Self.minibatches(length: length, shards: 1).map { $0.sorted() }
    #expect(whole[0] != whole[1])
    for shards in 2...3 {
      #expect(Self.minibatches(length: length, shards: shards).map { $0.sorted() } == whole)
    }
  }

  @Test func `one sample alone becomes 0`() {
    let rollout = RolloutStorage(
      steps: 1, environments: 1, observation: .vector(0), hiddenStateSize: 0, actionSize: 0)
    rollout.advantages[0] = 7
    let schedule = MinibatchSchedule(
      steps: 1, environments: 1, sequenceLength: 1, minibatchCount: 1, shardCount: 1)
    schedule.standardization(of: rollout.advantages, minibatch: 0, epsilon: 1e-5)
      .apply(to: rollout.advantages)
    #expect(rollout.advantages[0] == 0)
  }
}
