import Environments
import Models
import Storage

/// Everything that decides the numbers of a training run. Two runs with equal configurations give the
/// same bits, on any number of threads.
public struct TrainingConfiguration: Codable, Hashable, Sendable {
  /// The algorithm.
  public var algorithm = AlgorithmName.ppo
  /// The environment's id and what of it the policy sees.
  public var environment: EnvironmentConfiguration
  /// What every random stream begins from.
  public var seed: UInt64 = 1
  /// How many environments run side by side, N.
  public var environmentCount = 8
  /// Steps of each environment in a rollout, T.
  public var stepCount = 256
  /// Steps of all environments together after which training ends: with the rollout in which they are
  /// reached.
  public var totalSteps = 1_000_000
  /// Where training was headed before its end was moved, oldest first; nil where it never was.
  public private(set) var earlierEnds: [EarlierEnd]?
  /// The policy's shape.
  public var policy = PolicyConfiguration()
  /// How returns are estimated.
  public var returns = ReturnConfiguration()
  /// How observations and rewards are scaled.
  public var normalization = NormalizationConfiguration()
  /// What the algorithms have in common when they learn from a rollout.
  public var learning = LearningConfiguration()
  /// PPO's own settings.
  public var ppo = PPOConfiguration()
  /// Through how many steps a recurrent policy's gradient flows; nil means the whole rollout.
  public var backpropagationSteps: Int?
  /// How rollouts and minibatches are cut into parts that threads work on.
  public var sharding = ShardingConfiguration()

  public init(environment: EnvironmentConfiguration) { self.environment = environment }

  /// The number of samples in a rollout, B = T·N.
  public var rolloutSize: Int { environmentCount * stepCount }
  /// The number of rollouts, each followed by an update.
  public var updateCount: Int { updateCount(forSteps: totalSteps) }

  /// The number of rollouts that make this many steps or more.
  func updateCount(forSteps steps: Int) -> Int { (steps - 1) / rolloutSize + 1 }

  /// The part of training still to come when this many updates are made, from 1 to 0: on the way to the
  /// end that was the end then.
  package func remainingPart(beforeUpdate update: Int) -> Double {
    let end = earlierEnds?.first { update < $0.untilUpdate }?.totalSteps ?? totalSteps
    return max(1 - Double(update) / Double(updateCount(forSteps: end)), 0)
  }

  /// The steps that training was headed for until this many updates were made, the last of them included.
  func end(afterUpdate update: Int) -> Int {
    earlierEnds?.first { update <= $0.untilUpdate }?.totalSteps ?? totalSteps
  }

  /// Moves the end of a training that has made this many updates. What falls linearly falls towards the
  /// new end from there on, and the configuration remembers how it fell before.
  public mutating func moveEnd(to steps: Int, afterUpdate update: Int) {
    var ends = earlierEnds ?? []
    if steps != totalSteps && update > (ends.last?.untilUpdate ?? 0) {
      ends.append(EarlierEnd(untilUpdate: update, totalSteps: totalSteps))
    }
    totalSteps = steps
    // An end that was moved and moved back before anything was learnt was never moved.
    while ends.last?.totalSteps == steps { ends.removeLast() }
    earlierEnds = ends.isEmpty ? nil : ends
  }

  /// Forgets where training was headed before, for a run that is headed for its end from the beginning.
  public mutating func forgetEarlierEnds() { earlierEnds = nil }

  /// The length of the sequences that an update is cut into: single samples without recurrence.
  public var sequenceLength: Int {
    policy.isRecurrent ? min(backpropagationSteps ?? stepCount, stepCount) : 1
  }
  /// Lowers the number of PPO's minibatches to the greatest that divides what a rollout consists of:
  /// samples or, where the policy is recurrent, sequences. Impossible sizes are left for
  /// ``validate()`` to tell.
  public mutating func fitMinibatches() {
    guard hasPossibleSizes, backpropagationSteps ?? 1 >= 1, ppo.minibatchCount >= 1 else { return }
    let sequences = MinibatchSchedule.sequenceCount(
      steps: stepCount, environments: environmentCount, sequenceLength: sequenceLength)
    while sequences % ppo.minibatchCount != 0 { ppo.minibatchCount -= 1 }
  }

  /// How an update goes through its rollout.
  package var passes: UpdatePasses {
    (try? Algorithms.named(algorithm))?.passes(self) ?? UpdatePasses()
  }
  /// The number of parts that an update's samples are cut into, each giving one optimizer step.
  public var minibatchCount: Int { passes.minibatchCount }
  /// Whether each rollout is learnt from in a single step, so that its actions are still the policy's.
  var learnsOnce: Bool { (try? Algorithms.named(algorithm))?.learnsOnce ?? true }
}

extension TrainingConfiguration {
  /// Reads what an encoder wrote, settings from before there was a warm-up included: those trained for
  /// the whole rollouts within their total, and still do.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(environment: try container.decode(forKey: .environment))
    algorithm = try container.decode(forKey: .algorithm)
    seed = try container.decode(forKey: .seed)
    environmentCount = try container.decode(forKey: .environmentCount)
    stepCount = try container.decode(forKey: .stepCount)
    totalSteps = try container.decode(forKey: .totalSteps)
    earlierEnds = try container.decodeIfPresent([EarlierEnd].self, forKey: .earlierEnds)
    policy = try container.decode(forKey: .policy)
    returns = try container.decode(forKey: .returns)
    normalization = try container.decode(forKey: .normalization)
    learning = try container.decode(forKey: .learning)
    ppo = try container.decode(forKey: .ppo)
    backpropagationSteps = try container.decodeIfPresent(Int.self, forKey: .backpropagationSteps)
    sharding = try container.decode(forKey: .sharding)
    let keys = try container.nestedContainer(keyedBy: WarmUpKey.self, forKey: .normalization)
    if !keys.contains(.warmUpSteps) {
      let (size, overflow) = environmentCount.multipliedReportingOverflow(by: stepCount)
      if !overflow && size > 0 { totalSteps -= totalSteps % size }
    }
  }

  private enum WarmUpKey: CodingKey { case warmUpSteps }
}

/// An end that a training was headed for until it was moved.
public struct EarlierEnd: Codable, Hashable, Sendable {
  /// How many updates were made when it was moved.
  public var untilUpdate: Int
  /// The steps of all environments after which training was to end until then.
  public var totalSteps: Int
}

extension KeyedDecodingContainer {
  fileprivate func decode<Value: Decodable>(forKey key: Key) throws -> Value {
    try decode(Value.self, forKey: key)
  }
}
