import Models
import Storage
import Tensors
import Testing

@Suite struct HeadPassTests {
  /// A pass over one network alone, in a workspace that has room for no other.
  @Test(arguments: [HeadConfiguration.categorical([3, 2]), .diagonalGaussian(2)], [0, 2])
  func `actor and critic give alone what they give together, bit by bit`(
    head: HeadConfiguration, layers: Int
  ) throws {
    let policy = try makePolicy(head, layers: layers)
    let rollout = makeRollout(for: policy, steps: 7, environments: 3)
    let together = Passes(policy, rollout, heads: [.both])
    let apart = Passes(policy, rollout, heads: [.actor, .critic])
    #expect(together.numbers.allSatisfy { $0.allSatisfy(\.isFinite) })
    for (one, other) in zip(together.numbers, apart.numbers) {
      #expect(one.map(\.bitPattern) == other.map(\.bitPattern))
    }
  }
}

/// The passes of training through the heads of a policy, one behind the other.
private struct Passes {
  /// The values, log-probabilities and entropies, and the gradient of each parameter.
  let numbers: [[Float]]

  init(_ policy: Policy, _ rollout: RolloutStorage, heads: [HeadSet]) {
    let schedule = MinibatchSchedule(
      steps: rollout.steps, environments: rollout.environments, sequenceLength: 1,
      minibatchCount: 1, shardCount: 1)
    let (rows, count) = (rollout.sampleCount, policy.layout.count)
    let (arena, (logProbabilities, entropies, gradients)) = Arena.carve { carver in
      (
        carver.matrix(rows: rows, columns: 1), carver.matrix(rows: rows, columns: 1),
        carver.matrix(rows: 1, columns: count)
      )
    }
    defer { withExtendedLifetime(arena) {} }
    logProbabilities.fill(.nan)
    entropies.fill(.nan)
    gradients.fill(.nan)
    var values = [Float]()
    for half in heads {
      let batch = MinibatchBuffers(
        schedule: schedule, rollout: rollout, servesActor: half.contains(.actor),
        servesCritic: half.contains(.critic))
      schedule.gather(minibatch: 0, shard: 0, from: rollout, into: batch)
      let workspace = PolicyWorkspace(policy: policy, rows: rows, sequences: rows, heads: half)
      let gradient = GradientWorkspace(
        policy: policy, rows: rows, sequences: rows, parameters: gradients)
      let samples = PolicyBatch(
        plan: batch.plan, observations: batch.observations, actions: batch.actions,
        masks: batch.masks, hiddenStates: batch.hiddenStates)
      let predictions = policy.evaluate(
        samples, through: half, logProbabilities: logProbabilities, entropies: entropies,
        in: workspace)
      if half.contains(.critic) { values = predictions.values.values }
      // Each of them is what its half learns from.
      gradient.logProbabilities.copy(from: batch.advantages)
      gradient.values.copy(from: batch.returns)
      policy.backward(
        samples, through: half, entropyGradient: 0.3, in: workspace, gradient: gradient)
    }
    numbers =
      [values, logProbabilities.values, entropies.values]
      + policy.layout.slots.map { $0.view(in: gradients).values }
  }
}
