import Lanes
import Models
import Storage
import Tensors

/// One shard's part of a minibatch: its samples, the passes over them, and its gradient.
final class LearnerShard: @unchecked Sendable {
  private let batch: MinibatchBuffers
  private let workspace: PolicyWorkspace
  private let gradient: GradientWorkspace
  private let arena: Arena
  private let logProbabilities, entropies: Matrix  // [R, 1]
  /// What the last minibatch gave.
  private(set) var sums = LossSums()
  var time = Stopwatch()

  init(policy: Policy, rollout: RolloutStorage, schedule: MinibatchSchedule, gradient: Matrix) {
    let rows = schedule.maximumRowsPerShard
    let sequences = schedule.maximumSequencesPerShard
    batch = MinibatchBuffers(schedule: schedule, rollout: rollout)
    workspace = PolicyWorkspace(policy: policy, rows: rows, sequences: sequences)
    self.gradient = GradientWorkspace(
      policy: policy, rows: rows, sequences: sequences, parameters: gradient)
    let (arena, buffers) = Arena.carve { carver in
      (carver.matrix(rows: rows, columns: 1), carver.matrix(rows: rows, columns: 1))
    }
    self.arena = arena
    (logProbabilities, entropies) = buffers
  }

  func differentiate(
    _ objective: any Objective, schedule: MinibatchSchedule, minibatch: Int, shard: Int,
    policy: Policy, rollout: RolloutStorage
  ) {
    time.start()
    defer { time.stop() }
    schedule.gather(minibatch: minibatch, shard: shard, from: rollout, into: batch)
    let rows = 0..<batch.rowCount
    let samples = PolicyBatch(
      plan: batch.plan, observations: batch.observations, actions: batch.actions,
      masks: batch.masks, hiddenStates: batch.hiddenStates)
    let sampleCount = schedule.sampleCount(minibatch: minibatch)
    let (values, _) = policy.evaluate(
      samples, logProbabilities: logProbabilities.rows(rows), entropies: entropies.rows(rows),
      in: workspace)
    sums = objective.differentiate(
      batch, logProbabilities: logProbabilities.rows(rows), values: values,
      entropies: entropies.rows(rows), sampleCount: sampleCount, into: gradient)
    policy.backward(
      samples, entropyGradient: -objective.entropyCoefficient / Float(sampleCount), in: workspace,
      gradient: gradient)
  }
}
