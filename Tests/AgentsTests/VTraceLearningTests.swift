import Agents
import Storage
import Tensors
import Testing

/// V-trace in PPO's epochs.
@Suite struct VTraceLearningTests {
  private static let configuration = Configurations["PPO, recurrent, V-trace"]

  /// How far the returns that an update ended with lie from TD(lambda)'s of the same rollout.
  private static func distance(epochs: Int) throws -> Float {
    var configuration = configuration
    configuration.ppo.epochCount = epochs
    // Steps that move the ratios far enough from 1.
    configuration.learning.learningRate = 1e-2
    let trainer = try Trainer(configuration, laneCount: 2)
    try trainer.collect()
    _ = try trainer.update()
    let returns = trainer.rollout.returns.values
    configuration.returns.estimator = .tdLambda
    trainer.rollout.computeReturns(configuration.returns)
    return zip(returns, trainer.rollout.returns.values).reduce(0) { max($0, abs($1.0 - $1.1)) }
  }

  @Test func `returns are those of TD(lambda) in the first epoch, and follow the policy after it`()
    throws
  {
    #expect(try Self.distance(epochs: 1) < 1e-5)
    #expect(try Self.distance(epochs: 2) > 1e-3)
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
