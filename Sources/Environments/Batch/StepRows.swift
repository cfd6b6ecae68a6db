import Tensors

/// The memory that one step of a batch of n environments is written to; O is the observation's size.
///
/// The vectors of n values may have any shape without gaps, so that they can be parts of a rollout.
package struct StepRows: Sendable {
  /// What the policy sees next, [n, O]: the first observation of the next episode where one ended.
  package let observations: Matrix
  /// The rewards, n values.
  package let rewards: Matrix
  /// 1 where the episode ended by the environment's rules, otherwise 0; n values.
  package let terminated: Matrix
  /// 1 where the episode was cut, otherwise 0; n values. Never 1 together with `terminated`.
  package let truncated: Matrix
  /// The last observation of an episode that ended, [n, O]. Other rows are left as they are.
  package let finalObservations: Matrix

  package init(
    observations: Matrix, rewards: Matrix, terminated: Matrix, truncated: Matrix,
    finalObservations: Matrix
  ) {
    self.observations = observations
    self.rewards = rewards
    self.terminated = terminated
    self.truncated = truncated
    self.finalObservations = finalObservations
  }
}
