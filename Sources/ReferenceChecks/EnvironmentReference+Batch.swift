import Environments
import Tensors

extension EnvironmentReference {
  /// Takes each step of an episode from its recorded state in a batch of one environment, as training
  /// does: with the time limit, the next episode's begin, and rows of single precision.
  static func compareBatch(
    _ episode: RecordedEpisode, with environment: EnvironmentDescription, tolerances: Tolerances,
    into deviations: inout ReferenceDeviations
  ) throws {
    let replay = try EpisodeReplay(episode, environment: environment)
    let batch = try environment.makeBatch(
      indices: 0..<1, seed: 1, options: BatchOptions(clipsActions: false))
    let (arena, (actions, rows)) = Arena.carve { carver in
      (
        carver.matrix(rows: 1, columns: batch.actionSpace.width),
        StepRows(
          observations: carver.matrix(rows: 1, columns: batch.observationSpace.size),
          rewards: carver.matrix(rows: 1, columns: 1),
          terminated: carver.matrix(rows: 1, columns: 1),
          truncated: carver.matrix(rows: 1, columns: 1),
          finalObservations: carver.matrix(rows: 1, columns: batch.observationSpace.size))
      )
    }
    defer { withExtendedLifetime(arena) {} }
    try batch.reset(observations: rows.observations)
    var snapshot = batch.save()[0]
    for step in 0..<episode.steps {
      snapshot.state = replay.state(before: step)
      snapshot.elapsedSteps = episode.elapsedStepsAtStart + step
      try batch.restore([snapshot])
      actions.copy(from: (episode.tables["action"]?.row(step) ?? []).map(Float.init))
      try batch.step(actions: actions, into: rows)
      let hasEnded = rows.terminated[0] == 1 || rows.truncated[0] == 1
      compareRow(
        hasEnded ? rows.finalObservations : rows.observations, with: "observation", of: episode,
        step, tolerance: tolerances.observation, into: &deviations)
      compareRow(
        rows.rewards, with: "reward", of: episode, step,
        tolerance: ReferenceTolerance(
          absolute: tolerances.reward.absolute, relative: tolerances.reward.relative + 0x1p-23),
        into: &deviations)
      compareOutcome(rows, of: episode, step, into: &deviations)
    }
  }

  private static func compareRow(
    _ row: Matrix, with dataset: String, of episode: RecordedEpisode, _ step: Int,
    tolerance: ReferenceTolerance, into deviations: inout ReferenceDeviations
  ) {
    guard let table = episode.tables[dataset] else { return }
    deviations.compare(
      row.values.map(Double.init), with: EpisodeReplay.single(table.row(step)),
      dataset: "\(dataset), batch", tolerance: tolerance)
  }

  /// Where the time limit falls on a step that terminates, the recording sets both flags and a batch
  /// only the first.
  private static func compareOutcome(
    _ rows: StepRows, of episode: RecordedEpisode, _ step: Int,
    into deviations: inout ReferenceDeviations
  ) {
    guard let terminated = episode.value("terminated", step),
      let truncated = episode.value("truncated", step)
    else { return }
    deviations.compare(
      [Double(rows.terminated[0])], with: [terminated], dataset: "terminated, batch",
      tolerance: .exact)
    deviations.compare(
      [Double(rows.truncated[0])], with: [terminated == 1 ? 0 : truncated],
      dataset: "truncated, batch", tolerance: .exact)
  }
}
