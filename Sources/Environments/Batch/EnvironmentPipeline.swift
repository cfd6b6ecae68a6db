import Tensors

/// A batch of environments as a policy meets it: actions are clipped and repeated, episodes are cut and
/// followed by the next, observations are what the policy is to see, and all of it is checked.
///
/// It begins the next episode by itself where one ended, unless its options say otherwise. It is to be
/// used by one thread at a time, no matter by which.
///
/// The compiler makes no version of a generic class for each type where the class stands behind an
/// existential. But it does so for closures made in a function that it specialises, and a pipeline
/// reaches its batch through these: a step of CartPole takes a quarter of the time.
package final class EnvironmentPipeline: @unchecked Sendable {
  /// The number of environments, n.
  package let count: Int
  /// The space of what the agent sees.
  package let observationSpace: BoxSpace
  package let actionSpace: ActionSpace
  /// Whether a step of one environment takes long; see ``Environment``.
  package let hasLongSteps: Bool
  private let id: String
  private let actionRepeat: Int
  private let resetRows: ([Int]?, Matrix) throws(EnvironmentFailure) -> Void
  private let stepAll: (Matrix, StepRows) throws(EnvironmentFailure) -> Void
  private let saveAll: () -> [EnvironmentSnapshot]
  private let restoreAll: ([EnvironmentSnapshot]) throws(EnvironmentFailure) -> [Int]
  private let environmentInRow: (Int) -> any Environment

  /// - Parameter environmentInRow: The environment in a row of the core's batch as it stands.
  init<Worlds: EnvironmentBatch>(
    _ core: PipelineCore<Worlds>, environmentInRow: @escaping (Int) -> any Environment
  ) {
    count = core.count
    observationSpace = core.view.space
    actionSpace = core.actionSpace
    hasLongSteps = core.batch.hasLongSteps
    id = core.plan.id
    actionRepeat = core.plan.options.actionRepeat
    resetRows = { rows, observations throws(EnvironmentFailure) in
      try core.reset(rows, observations: observations)
    }
    stepAll = { actions, rows throws(EnvironmentFailure) in
      try core.step(actions: actions, into: rows)
    }
    saveAll = { core.save() }
    restoreAll = { snapshots throws(EnvironmentFailure) in try core.restore(snapshots) }
    self.environmentInRow = environmentInRow
  }

  /// Begins an episode in these rows, or in all, and writes their first observations to their rows of
  /// `observations`, [n, O].
  package func reset(
    _ rows: [Int]? = nil, observations: Matrix
  ) throws(EnvironmentFailure) { try resetRows(rows, observations) }

  /// Takes one step in every environment. Allocates nothing beyond what the batch does.
  ///
  /// - Parameters:
  ///   - actions: What the policy chose, [n, A] with A the width of the action space.
  ///   - rows: Where observations, rewards and outcomes go.
  /// - Throws: ``EnvironmentFailure`` for an environment that fails; the pipeline is not to be stepped
  ///   again.
  package func step(actions: Matrix, into rows: StepRows) throws(EnvironmentFailure) {
    try stepAll(actions, rows)
  }

  /// The whole state of every environment, in order.
  package func save() -> [EnvironmentSnapshot] { saveAll() }

  /// Goes back to what ``save()`` gave. The last observations are the caller's to keep.
  ///
  /// - Returns: The rows whose environments could not save themselves. Episodes are to be begun in them.
  @discardableResult
  package func restore(
    _ snapshots: [EnvironmentSnapshot]
  ) throws(EnvironmentFailure) -> [Int] {
    try restoreAll(snapshots)
  }

  /// The environment in a row as it stands, to be looked at: its diagnostics, its state. Where the next
  /// episode has begun by itself, it stands at that one's beginning.
  package func environment(inRow row: Int) -> any Environment { environmentInRow(row) }

  /// What the environment in a row looks like as it stands, for as long as a step of the policy.
  package func picture(inRow row: Int) -> EnvironmentPicture {
    let world = environmentInRow(row)
    var picture =
      world.picture ?? EnvironmentPicture(PictureCard(lines: world.observationLines))
    if case .card(var card) = picture.content {
      card.title = id
      picture.content = .card(card)
    }
    picture.duration *= Double(actionRepeat)
    return picture
  }

  /// Whether the environments need the processor's clock more than a policy between their steps needs
  /// wide registers.
  package var wantsGentleKernels: Bool { hasLongSteps && LinearAlgebraRuntime.processorSlowsDown }
}
