import Agents
import Models
import Storage
import Tensors
import Testing

@Suite struct StateRefresherTests {
  private static let configuration = Configurations["PPO, recurrent, states refreshed"]

  /// The policy's states over the rollout by one pass over whole sequences.
  private func states(of trainer: Trainer) -> [Float] {
    let (policy, rollout) = (trainer.policy, trainer.rollout)
    let count = rollout.environments
    let rows = rollout.steps * count
    var plan = SequencePlan(maximumSteps: rollout.steps)
    for _ in 0..<rollout.steps { plan.appendStep(rowCount: count) }
    let workspace = PolicyWorkspace(policy: policy, rows: rows, sequences: count)
    _ = policy.features(
      rollout.observations.rows(0..<rows), plan: plan,
      hiddenStates: rollout.hiddenStates.rows(0..<count),
      masks: rollout.masks.rows(0..<rollout.steps).reshaped(rows: rows, columns: 1), in: workspace)
    // The state after a step enters the next.
    return workspace.states?.rows(0..<rows - count).values ?? []
  }

  private func stored(_ trainer: Trainer) -> [Float] {
    let count = trainer.rollout.environments
    return trainer.rollout.hiddenStates.rows(count..<trainer.rollout.sampleCount).values
  }

  @Test func `refreshed states are those of the present policy from where the rollout begins`()
    throws
  {
    let trainer = try Trainer(Self.configuration, laneCount: 2)
    try trainer.advance(updates: 2)
    let rollout = trainer.rollout
    let count = rollout.environments
    let ends = [0..<count, rollout.sampleCount..<rollout.sampleCount + count]
    let before = ends.map { rollout.hiddenStates.rows($0).values }
    let refresher = StateRefresher(
      LearningContext(
        policy: trainer.policy, rollout: rollout, configuration: trainer.configuration,
        pool: trainer.pool))
    let old = stored(trainer)
    refresher.run()
    let new = stored(trainer)
    #expect(zip(old, new).contains { abs($0 - $1) > 1e-4 })
    for (value, expected) in zip(new, states(of: trainer)) { #expect(abs(value - expected) < 1e-5) }
    #expect(ends.map { rollout.hiddenStates.rows($0).values } == before)
  }

  @Test func `a policy that does not move has the states it had, to the bit`() throws {
    var configuration = Self.configuration
    configuration.learning.learningRate = 0
    let trainer = try Trainer(configuration, laneCount: 2)
    try trainer.collect()
    let before = stored(trainer)
    _ = try trainer.update()
    #expect(stored(trainer) == before)
  }

  @Test func `an update learns from refreshed states`() throws {
    var configuration = Self.configuration
    let refreshed = try Trainer(configuration, laneCount: 2)
    configuration.ppo.refreshesStates = false
    let plain = try Trainer(configuration, laneCount: 2)
    try refreshed.advance(updates: 1)
    try plain.advance(updates: 1)
    #expect(refreshed.parameterBits != plain.parameterBits)
  }
}
