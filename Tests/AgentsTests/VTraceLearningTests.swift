import Agents
import Storage
import Tensors
import Testing

/// V-trace in PPO's epochs.
@Suite struct VTraceLearningTests {
  private static let configuration = Configurations["PPO, recurrent, V-trace"]

  private static func bits(
    _ estimator: ReturnEstimator, epochs: Int, updates: Int = 3
  ) throws -> [UInt32] {
    var configuration = configuration
    configuration.returns.estimator = estimator
    configuration.ppo.epochCount = epochs
    // Steps that move the ratios far enough from 1.
    if epochs > 1 { configuration.learning.learningRate = 1e-2 }
    let trainer = try Trainer(configuration, laneCount: 2)
    try trainer.advance(updates: updates)
    return trainer.parameterBits
  }

  @Test func `returns are those of TD(lambda) in the first epoch, and follow the policy after it`()
    throws
  {
    // The same numbers up to rounding: compared where it leads, after one step each.
    let single = try [ReturnEstimator.vtrace, .tdLambda].map {
      try Self.bits($0, epochs: 1, updates: 1).map { Float(bitPattern: $0) }
    }
    for (value, expected) in zip(single[0], single[1]) { #expect(abs(value - expected) < 1e-5) }
    let several = try [ReturnEstimator.vtrace, .tdLambda].map {
      try Self.bits($0, epochs: 4).map { Float(bitPattern: $0) }
    }
    let difference = zip(several[0], several[1]).reduce(0) { max($0, abs($1.0 - $1.1)) }
    #expect(difference > 1e-4)
  }

  @Test func `the present log-probabilities are the rollout's until the policy moves`() throws {
    let trainer = try Trainer(Self.configuration, laneCount: 2)
    try trainer.collect()
    let rollout = trainer.rollout
    let (arena, present) = Arena.carve {
      $0.matrix(rows: rollout.steps, columns: rollout.environments)
    }
    defer { withExtendedLifetime(arena) {} }
    let learner = trainer.algorithm.learner
    func largestChange() -> Float {
      present.fill(.nan)
      learner.recomputeLogProbabilities(into: present)
      #expect(present.isFinite)
      return zip(present.values, rollout.logProbabilities.values).reduce(0) {
        max($0, abs($1.0 - $1.1))
      }
    }
    #expect(largestChange() < 1e-6)
    let update = try trainer.update()
    #expect(update.losses.samples > 0 && largestChange() > 1e-4)
  }
}
