import Spaces
import Tensors

/// Rows to learn from, packed by their plan.
package struct PolicyBatch: Sendable {
  package var plan: SequencePlan
  package var observations: Observations  // R of them
  package var actions: Matrix  // [R, A]
  package var masks: Matrix  // [R, 1]
  package var hiddenStates: Matrix  // [n, S], entering each sequence, before masking

  package init(
    plan: SequencePlan, observations: Observations, actions: Matrix, masks: Matrix,
    hiddenStates: Matrix
  ) {
    self.plan = plan
    self.observations = observations
    self.actions = actions
    self.masks = masks
    self.hiddenStates = hiddenStates
  }
}

/// What the trunk reads for each head, [R, F] each: the same unless actor and critic have memories of their
/// own.
package struct Features: Sendable {
  package internal(set) var actor, critic: Matrix
  let areOne: Bool

  init(both: Matrix) {
    (actor, critic) = (both, both)
    areOne = true
  }

  init(actor: Matrix, critic: Matrix) {
    (self.actor, self.critic) = (actor, critic)
    areOne = false
  }
}

/// What is kept of R steps to have their features again: the states after them where the policy has a
/// memory, [R, S], and else their observations. The other has no columns.
package struct KeptSteps: Sendable {
  package let observations: Observations
  package let states: Matrix

  /// Room for at most `rows` steps.
  package init(of policy: Policy, rows: Int, in carver: inout Carver) {
    observations = carver.observations(
      policy.memories.isEmpty ? policy.observation : ObservationLayout([]), rows: rows)
    states = carver.matrix(rows: rows, columns: policy.hiddenStateSize)
  }

  package init(observations: Observations, states: Matrix) {
    self.observations = observations
    self.states = states
  }

  /// The steps of `range`, as a view.
  package func rows(_ range: Range<Int>) -> KeptSteps {
    KeptSteps(observations: observations.rows(range), states: states.rows(range))
  }

  /// Copies as many steps.
  ///
  /// - Parameters:
  ///   - seen: their observations.
  ///   - after: the states after them, [R, S].
  package func copy(observations seen: Observations, states after: Matrix) {
    if states.columns > 0 {
      states.copy(from: after)
    } else {
      observations.copy(from: seen)
    }
  }
}
