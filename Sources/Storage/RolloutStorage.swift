import Spaces
import Tensors

/// What N environments and a policy did in T steps, time-major: row t·N + e is environment e's step t.
///
/// Row t of `observations`, `hiddenStates`, `masks` and `values` belongs to the moment before step t;
/// their row T is what the next rollout begins with. Hidden states are values, detached from whatever
/// computed them: no gradient ever goes through the storage.
public final class RolloutStorage: Sendable {
  public let steps: Int  // T
  public let environments: Int  // N
  package let observation: ObservationLayout
  private let arena: Arena

  /// What the policy saw, (T+1)·N rows.
  public let observations: Observations
  /// The state that enters each step, before masking, [(T+1)·N, H].
  public let hiddenStates: Matrix
  /// [T·N, A]
  public let actions: Matrix
  /// The log-probability of each action when it was drawn, [T, N].
  public let logProbabilities: Matrix
  /// What describes the distribution that each action was drawn from, [T·N, D]; without columns where no
  /// algorithm asks for it.
  public let distributions: Matrix
  /// Rewards as the algorithm sees them: scaled and normalised, [T, N].
  public let rewards: Matrix
  /// 0 where an observation begins an episode, else 1, [T+1, N]: row t + 1 tells how step t ended.
  public let masks: Matrix
  /// 1 where step t was cut off, by a time limit for instance, else 0, [T, N].
  public let truncations: Matrix
  /// The value of the observation at which step t was cut off, and 0 elsewhere, [T, N].
  package let finalValues: Matrix
  /// The critic's predictions, [T+1, N].
  public let values: Matrix
  /// [T, N]
  public let returns: Matrix
  /// Returns minus predictions, normalised where the algorithm asks for it, [T, N].
  public let advantages: Matrix

  /// - Parameter descriptionSize: D; 0 where distributions are not kept.
  package init(
    steps: Int, environments: Int, observation: ObservationLayout, hiddenStateSize: Int,
    actionSize: Int, descriptionSize: Int = 0
  ) {
    self.observation = observation
    self.steps = steps
    self.environments = environments
    let (arena, layout) = Arena.carve { carver in
      (
        observations: carver.observations(observation, rows: (steps + 1) * environments),
        hiddenStates: carver.matrix(rows: (steps + 1) * environments, columns: hiddenStateSize),
        actions: carver.matrix(rows: steps * environments, columns: actionSize),
        logProbabilities: carver.matrix(rows: steps, columns: environments),
        rewards: carver.matrix(rows: steps, columns: environments),
        masks: carver.matrix(rows: steps + 1, columns: environments),
        truncations: carver.matrix(rows: steps, columns: environments),
        finalValues: carver.matrix(rows: steps, columns: environments),
        values: carver.matrix(rows: steps + 1, columns: environments),
        returns: carver.matrix(rows: steps, columns: environments),
        advantages: carver.matrix(rows: steps, columns: environments),
        distributions: carver.matrix(rows: steps * environments, columns: descriptionSize)
      )
    }
    self.arena = arena
    observations = layout.observations
    hiddenStates = layout.hiddenStates
    actions = layout.actions
    logProbabilities = layout.logProbabilities
    rewards = layout.rewards
    masks = layout.masks
    truncations = layout.truncations
    finalValues = layout.finalValues
    values = layout.values
    returns = layout.returns
    advantages = layout.advantages
    distributions = layout.distributions
  }

  /// The number of samples, B = T·N.
  public var sampleCount: Int { steps * environments }

  /// The rows of `environments` at `step` in the matrices of one row a sample.
  @inline(__always)
  public func rows(step: Int, environments range: Range<Int>) -> Range<Int> {
    let start = step * environments
    return start + range.lowerBound..<start + range.upperBound
  }

  /// The masks of `environments` at `step`, one a row; [n, 1].
  public func masks(step: Int, environments range: Range<Int>) -> Matrix {
    masks.row(step).columns(range).reshaped(rows: range.count, columns: 1)
  }

  /// Makes the last moment of this rollout the first of the next.
  public func beginNextRollout() {
    let last = rows(step: steps, environments: 0..<environments)
    let first = rows(step: 0, environments: 0..<environments)
    observations.rows(first).copy(from: observations.rows(last))
    hiddenStates.rows(first).copy(from: hiddenStates.rows(last))
    masks.row(0).copy(from: masks.row(steps))
  }
}
