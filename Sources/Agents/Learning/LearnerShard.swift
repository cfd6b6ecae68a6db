import Lanes
import Models
import Storage
import Tensors

/// One shard's part of a minibatch: its samples, the passes over them, and its gradient.
final class LearnerShard: @unchecked Sendable {
  /// Which part of the minibatch's samples.
  private let part: Int
  /// Which networks are passed through; the gradient of the other is another shard's.
  let heads: HeadSet
  private let batch: MinibatchBuffers
  private let workspace: PolicyWorkspace
  private let gradient: GradientWorkspace
  private let fisher: FisherPass?
  private let arena: Arena
  private let logProbabilities, entropies: Matrix  // [R, 1]
  private let newLogProbabilities: Matrix  // [R, 1]
  private let divergences: Matrix  // [R, 1], of the distributions then from those now
  /// What the last minibatch gave.
  private(set) var sums = LossSums()
  var time = Stopwatch()

  /// - Parameter makeFisherPass: makes the pass that K-FAC needs, over at most this many rows.
  init(
    part: Int, heads: HeadSet, policy: Policy, rollout: RolloutStorage,
    schedule: MinibatchSchedule, gradient: Matrix, makeFisherPass: (_ rows: Int) -> FisherPass?
  ) {
    self.part = part
    self.heads = heads
    let rows = schedule.maximumRowsPerShard
    let sequences = schedule.maximumSequencesPerShard
    batch = MinibatchBuffers(
      schedule: schedule, rollout: rollout, servesActor: heads.contains(.actor),
      servesCritic: heads.contains(.critic))
    workspace = PolicyWorkspace(
      policy: policy, rows: rows, sequences: sequences, heads: heads)
    self.gradient = GradientWorkspace(
      policy: policy, rows: rows, sequences: sequences, parameters: gradient)
    fisher = makeFisherPass(rows)
    let (arena, buffers) = Arena.carve { carver in
      (
        carver.matrix(rows: rows, columns: 1), carver.matrix(rows: rows, columns: 1),
        carver.matrix(rows: rows, columns: 1), carver.matrix(rows: rows, columns: 1)
      )
    }
    self.arena = arena
    (logProbabilities, entropies, newLogProbabilities, divergences) = buffers
  }

  private var rows: Range<Int> { 0..<batch.rowCount }

  private var samples: PolicyBatch {
    PolicyBatch(
      plan: batch.plan, observations: batch.observations, actions: batch.actions,
      masks: batch.masks, hiddenStates: batch.hiddenStates)
  }

  /// - Parameters:
  ///   - standardization: of the minibatch's advantages, where they are to be brought to mean 0 and
  ///     deviation 1.
  ///   - fisherStep: the optimizer's step where K-FAC's factors are to be sampled for it, too.
  func differentiate(
    _ objective: any Objective, schedule: MinibatchSchedule, minibatch: Int,
    standardization: Standardization?, fisherStep: Int?, policy: Policy, rollout: RolloutStorage
  ) {
    schedule.gather(minibatch: minibatch, shard: part, from: rollout, into: batch)
    if heads.contains(.actor) { standardization?.apply(to: batch.advantages) }
    let (samples, rows) = (samples, rows)
    let sampleCount = schedule.sampleCount(minibatch: minibatch)
    let (values, actionParameters) = policy.evaluate(
      samples, through: heads, logProbabilities: logProbabilities.rows(rows),
      entropies: entropies.rows(rows), in: workspace)
    sums = LossSums()
    if heads.contains(.critic) {
      sums += objective.differentiateCritic(
        batch, values: values, sampleCount: sampleCount, into: gradient)
    }
    if heads.contains(.actor) {
      sums += objective.differentiateActor(
        batch, values: values, logProbabilities: logProbabilities.rows(rows),
        entropies: entropies.rows(rows), sampleCount: sampleCount, into: gradient)
      if objective.divergenceCoefficient != nil {
        sums[.divergence] = sumDivergences(policy, actionParameters)
      }
    }
    policy.backward(
      samples, through: heads,
      entropyGradient: -objective.entropyCoefficient / Float(sampleCount),
      divergence: objective.divergenceCoefficient.map {
        DivergenceTerm(descriptions: batch.oldDistributions, weight: $0 / Float(sampleCount))
      }, in: workspace, gradient: gradient)
    if let fisherStep {
      fisher?.run(
        samples, of: batch, actionParameters: actionParameters, step: fisherStep,
        sampleCount: sampleCount, policy: policy, in: workspace, gradient: gradient)
    }
  }

  /// The sum over the rows of KL(old || new).
  private func sumDivergences(_ policy: Policy, _ actionParameters: Matrix) -> Double {
    let divergences = divergences.rows(rows)
    policy.divergences(actionParameters, from: batch.oldDistributions, into: divergences)
    var sum = 0.0
    for row in rows { sum += Double(divergences[row]) }
    return sum
  }

  /// Lets the policy as it is now judge the shard's samples: sums up the divergences of the rollout's
  /// distributions from its own, where those are kept, and writes the log-probabilities of the rollout's
  /// actions to their places in `present`, [T, N], where that is given.
  func review(
    schedule: MinibatchSchedule, minibatch: Int, policy: Policy, rollout: RolloutStorage,
    present: Matrix?
  ) {
    sums = LossSums()
    guard heads.contains(.actor) else { return }
    schedule.gather(minibatch: minibatch, shard: part, from: rollout, into: batch)
    let rows = rows
    let (_, actionParameters) = policy.evaluate(
      samples, through: .actor, logProbabilities: logProbabilities.rows(rows),
      entropies: entropies.rows(rows), in: workspace)
    sums.samples = Double(rows.count)
    if rollout.distributions.columns > 0 {
      sums[.divergence] = sumDivergences(policy, actionParameters)
    }
    if let present { batch.scatter(logProbabilities.rows(rows), to: present) }
  }

  /// The mean over the samples of r - 1 - log r with r = p_now / p_then: an estimate of how far the
  /// policy has moved since ``differentiate`` (Schulman 2020).
  func measureDivergence(policy: Policy) -> Double {
    let (samples, rows) = (samples, rows)
    let features = policy.features(
      samples.observations, plan: samples.plan, hiddenStates: samples.hiddenStates,
      masks: samples.masks, in: workspace)
    let now = newLogProbabilities.rows(rows)
    policy.evaluate(
      policy.actionParameters(features, in: workspace), actions: samples.actions,
      logProbabilities: now, entropies: entropies.rows(rows))
    var sum = 0.0
    for row in rows {
      let logRatio = now[row] - logProbabilities[row]
      sum += Double(logRatio.exponential - 1 - logRatio)
    }
    return sum / Double(rows.count)
  }
}
