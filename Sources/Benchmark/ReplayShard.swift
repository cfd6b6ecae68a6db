import Environments
import Tensors

/// One shard's environments, n of them, and the memory that their steps are written to.
final class ReplayShard: @unchecked Sendable {
  let batch: EnvironmentPipeline
  private(set) var failure: EnvironmentFailure?
  private let environments: Range<Int>
  private let rows: StepRows
  private let arena: Arena

  init(_ batch: EnvironmentPipeline, environments: Range<Int>) throws {
    self.batch = batch
    self.environments = environments
    let (count, size) = (batch.count, batch.observationSpace.size)
    (arena, rows) = Arena.carve { carver in
      StepRows(
        observations: carver.matrix(rows: count, columns: size),
        rewards: carver.matrix(rows: 1, columns: count),
        terminated: carver.matrix(rows: 1, columns: count),
        truncated: carver.matrix(rows: 1, columns: count),
        finalObservations: carver.matrix(rows: count, columns: size))
    }
    try batch.reset(observations: rows.observations)
  }

  /// Takes all recorded steps, from the recorded states where there are some.
  func run(_ record: ActionRecord) {
    do {
      if let states = record.states { try batch.restore(Array(states.first[environments])) }
      for step in 0..<record.steps { try take(step, of: record) }
    } catch {
      failure = error
    }
  }

  /// Takes one of the recorded steps.
  func take(_ step: Int, of record: ActionRecord) throws(EnvironmentFailure) {
    let start = step * record.environments
    let range = start + environments.lowerBound..<start + environments.upperBound
    try batch.step(actions: record.actions.rows(range), into: rows)
  }
}
