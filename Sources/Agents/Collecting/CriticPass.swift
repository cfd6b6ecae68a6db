import Models
import Spaces
import Storage
import Tensors

/// Predicts the values of a rollout after it was made: in blocks of many rows, which costs much less
/// than a few rows at every step. A recurrent policy's features are the outputs of the states that the
/// rollout holds already.
final class CriticPass: Sendable {
  /// Rows of a block: enough for the matrix products to run at full speed, few enough for the cache.
  private static let blockRows = 256

  private let stepsPerBlock: Int
  private let blockWorkspace: PolicyWorkspace
  private let stepWorkspace: PolicyWorkspace
  private let singleWorkspace: PolicyWorkspace
  private let stepPlan: SequencePlan
  private let singlePlan = SequencePlan(rowCount: 1)
  private let arena: Arena
  private let kept: KeptSteps  // of a block
  /// An observation at which an episode was cut off.
  private let final: Observations
  private let going: Matrix  // [1, 1], the mask of an episode that continues

  /// - Parameter environments: how many a shard has, n.
  init(policy: Policy, environments: Int) {
    stepsPerBlock = max(1, Self.blockRows / environments)
    let rows = stepsPerBlock * environments
    blockWorkspace = PolicyWorkspace(policy: policy, rows: rows, sequences: 0)
    stepWorkspace = PolicyWorkspace(policy: policy, rows: environments, sequences: environments)
    singleWorkspace = PolicyWorkspace(policy: policy, rows: 1, sequences: 1)
    stepPlan = SequencePlan(rowCount: environments)
    let (arena, buffers) = Arena.carve { carver in
      (
        KeptSteps(of: policy, rows: rows, in: &carver),
        carver.observations(policy.observation, rows: 1),
        carver.matrix(rows: 1, columns: 1)
      )
    }
    self.arena = arena
    (kept, final, going) = buffers
    going.fill(1)
  }

  /// Fills the values of `environments`, row T included.
  func predictValues(policy: Policy, rollout: RolloutStorage, environments: Range<Int>) {
    for start in stride(from: 0, to: rollout.steps, by: stepsPerBlock) {
      let steps = start..<min(start + stepsPerBlock, rollout.steps)
      for (place, step) in steps.enumerated() {
        let rows = place * environments.count..<(place + 1) * environments.count
        // The state after a step is the one that enters the next.
        let (now, next) = (
          rollout.rows(step: step, environments: environments),
          rollout.rows(step: step + 1, environments: environments)
        )
        kept.rows(rows).copy(
          observations: rollout.observations.rows(now), states: rollout.hiddenStates.rows(next))
      }
      let features = policy.features(
        recalling: kept.rows(0..<steps.count * environments.count), in: blockWorkspace)
      let values = policy.values(features, in: blockWorkspace)
      for (place, step) in steps.enumerated() {
        for (index, environment) in environments.enumerated() {
          rollout.values[step, environment] = values[place * environments.count + index]
        }
      }
    }
    let last = rollout.rows(step: rollout.steps, environments: environments)
    let lastFeatures = policy.features(
      rollout.observations.rows(last), plan: stepPlan,
      hiddenStates: rollout.hiddenStates.rows(last),
      masks: rollout.masks(step: rollout.steps, environments: environments), in: stepWorkspace)
    let values = policy.values(lastFeatures, in: stepWorkspace)
    for (index, environment) in environments.enumerated() {
      rollout.values[rollout.steps, environment] = values[index]
    }
  }

  /// The value of one observation, as the environment gives it, [1, O], in the middle of an episode with
  /// `hiddenState`, [1, S].
  func value(
    of raw: Matrix, hiddenState: Matrix, policy: Policy, normalizer: CollectorNormalization
  ) -> Float {
    final.take(raw, policy.observation)
    normalizer.normalize(final)
    let features = policy.features(
      final, plan: singlePlan, hiddenStates: hiddenState, masks: going, in: singleWorkspace)
    return policy.values(features, in: singleWorkspace)[0]
  }
}
