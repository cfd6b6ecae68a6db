import Tensors

/// A batch of environments of any type.
///
/// The compiler makes no version of a generic class for each type where the class stands behind an
/// existential. But it does so for closures made in a function that it specialises, and a batch reaches
/// its environments through these: a step of CartPole takes a quarter of the time.
final class Batch: EnvironmentBatch, @unchecked Sendable {
  let count: Int
  let observationSpace: BoxSpace
  let actionSpace: ActionSpace
  let hasLongSteps: Bool
  private let resetAll: (Matrix) throws(EnvironmentFailure) -> Void
  private let stepAll: (Matrix, StepRows) throws(EnvironmentFailure) -> Void
  private let saveAll: () -> [EnvironmentSnapshot]
  private let restoreAll: ([EnvironmentSnapshot]) throws(EnvironmentFailure) -> Void
  private let environmentInRow: (Int) -> any Environment
  private let pictureInRow: (Int) -> EnvironmentPicture

  init<World>(_ core: BatchCore<World>) {
    count = core.count
    observationSpace = core.view.space
    actionSpace = core.actionSpace
    hasLongSteps = World.hasLongSteps
    resetAll = { observations throws(EnvironmentFailure) in
      try core.reset(observations: observations)
    }
    stepAll = { actions, rows throws(EnvironmentFailure) in
      try core.step(actions: actions, into: rows)
    }
    saveAll = { core.save() }
    restoreAll = { snapshots throws(EnvironmentFailure) in try core.restore(snapshots) }
    environmentInRow = { core.environment(inRow: $0) }
    pictureInRow = { core.picture(inRow: $0) }
  }

  func reset(observations: Matrix) throws(EnvironmentFailure) { try resetAll(observations) }

  func step(actions: Matrix, into rows: StepRows) throws(EnvironmentFailure) {
    try stepAll(actions, rows)
  }

  func save() -> [EnvironmentSnapshot] { saveAll() }

  func restore(_ snapshots: [EnvironmentSnapshot]) throws(EnvironmentFailure) {
    try restoreAll(snapshots)
  }

  func environment(inRow row: Int) -> any Environment { environmentInRow(row) }

  func picture(inRow row: Int) -> EnvironmentPicture { pictureInRow(row) }
}
