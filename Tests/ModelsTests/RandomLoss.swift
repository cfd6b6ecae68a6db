import Models
import Storage
import Tensors

/// A loss over a rollout: for each sample a random number times its log-probability plus a random
/// number times its value, plus a number times all entropies. Samples go through the same schedule,
/// chunks and passes as in training.
final class RandomLoss {
  static let entropyWeight: Float = 0.37

  private let policy: Policy
  private let rollout: RolloutStorage
  private let schedule: MinibatchSchedule
  private let batch: MinibatchBuffers
  private let workspace: PolicyWorkspace
  private let gradientWorkspace: GradientWorkspace
  private let arena: Arena
  private let logProbabilities, entropies, part: Matrix
  /// The sum of the parts' gradients, [1, count].
  let gradient: Matrix

  /// - Parameter sequenceLength: steps that a gradient flows through.
  init(_ policy: Policy, _ rollout: RolloutStorage, sequenceLength: Int) {
    self.policy = policy
    self.rollout = rollout
    schedule = MinibatchSchedule(
      steps: rollout.steps, environments: rollout.environments, sequenceLength: sequenceLength,
      minibatchCount: 1, shardCount: 2)
    batch = MinibatchBuffers(schedule: schedule, rollout: rollout)
    let (rows, sequences) = (
      schedule.maximumRowsPerShard, schedule.maximumSequencesPerShard
    )
    workspace = PolicyWorkspace(policy: policy, rows: rows, sequences: sequences)
    let count = policy.layout.count
    (arena, (logProbabilities, entropies, part, gradient)) = Arena.carve { carver in
      (
        carver.matrix(rows: rows, columns: 1), carver.matrix(rows: rows, columns: 1),
        carver.matrix(rows: 1, columns: count), carver.matrix(rows: 1, columns: count)
      )
    }
    gradientWorkspace = GradientWorkspace(
      policy: policy, rows: rows, sequences: sequences, parameters: part)
  }

  /// The loss, added up in double precision.
  func value() -> Double {
    var loss = 0.0
    forEachShard { samples, values in
      for row in 0..<samples.plan.rowCount {
        loss += Double(batch.advantages[row]) * Double(logProbabilities[row])
        loss += Double(batch.returns[row]) * Double(values[row])
        loss += Double(Self.entropyWeight) * Double(entropies[row])
      }
    }
    return loss
  }

  /// Fills ``gradient`` by the backward pass.
  func differentiate() {
    gradient.fill(0)
    forEachShard { samples, _ in
      // Whatever a part of the gradient held before must not matter.
      part.fill(.nan)
      for slot in policy.layout.slots { slot.view(in: part).fill(7) }
      for row in 0..<samples.plan.rowCount {
        gradientWorkspace.logProbabilities[row] = batch.advantages[row]
        gradientWorkspace.values[row] = batch.returns[row]
      }
      policy.backward(
        samples, entropyGradient: Self.entropyWeight, in: workspace, gradient: gradientWorkspace)
      for slot in policy.layout.slots { slot.view(in: gradient).add(slot.view(in: part)) }
    }
  }

  private func forEachShard(_ body: (PolicyBatch, _ values: Matrix) -> Void) {
    for shard in 0..<schedule.shardCount {
      schedule.gather(minibatch: 0, shard: shard, from: rollout, into: batch)
      let samples = PolicyBatch(
        plan: batch.plan, observations: batch.observations, actions: batch.actions,
        masks: batch.masks, hiddenStates: batch.hiddenStates)
      let rows = 0..<batch.rowCount
      let (values, _) = policy.evaluate(
        samples, logProbabilities: logProbabilities.rows(rows), entropies: entropies.rows(rows),
        in: workspace)
      body(samples, values)
    }
  }
}
