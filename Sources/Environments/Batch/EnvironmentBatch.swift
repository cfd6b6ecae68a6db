import Tensors

/// Several environments of one kind behind one interface, called once a step for all of them.
///
/// A batch begins the next episode by itself where one ended, unless its options say otherwise. It is
/// to be used by one thread at a time, no matter by which.
package protocol EnvironmentBatch: AnyObject, Sendable {
  /// The number of environments, n.
  var count: Int { get }
  /// The space of what the agent sees.
  var observationSpace: BoxSpace { get }
  var actionSpace: ActionSpace { get }
  /// Whether a step of one environment takes long; see ``Environment``.
  var hasLongSteps: Bool { get }

  /// Begins an episode in every environment and writes the first observations, [n, O].
  func reset(observations: Matrix) throws(EnvironmentFailure)

  /// Takes one step in every environment. Allocates nothing.
  ///
  /// - Parameters:
  ///   - actions: What the policy chose, [n, A] with A the width of the action space.
  ///   - rows: Where observations, rewards and outcomes go.
  /// - Throws: ``EnvironmentFailure`` for the first environment that fails; the batch is not to be
  ///   stepped again.
  func step(actions: Matrix, into rows: StepRows) throws(EnvironmentFailure)

  /// The whole state of every environment, in order.
  func save() -> [EnvironmentSnapshot]

  /// Goes back to what ``save()`` gave. The last observations are the caller's to keep.
  func restore(_ snapshots: [EnvironmentSnapshot]) throws(EnvironmentFailure)

  /// The environment in a row of the batch as it stands, to be looked at: its diagnostics, its state.
  /// Where the batch has begun the next episode by itself, it stands at that one's beginning.
  func environment(inRow row: Int) -> any Environment

  /// What an environment looks like, likewise.
  func picture(inRow row: Int) -> EnvironmentPicture
}

extension EnvironmentBatch {
  /// Whether the environments need the processor's clock more than a policy between their steps needs
  /// wide registers.
  package var wantsGentleKernels: Bool { hasLongSteps && LinearAlgebraRuntime.processorSlowsDown }
}
