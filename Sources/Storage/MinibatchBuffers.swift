import Tensors

/// The samples of one shard of a minibatch, gathered from a rollout: R rows packed by time, in n
/// sequences.
package final class MinibatchBuffers: @unchecked Sendable {
  private let arena: Arena
  private let allObservations, allActions, allMasks, allHiddenStates: Matrix
  private let allAdvantages, allReturns, allValues, allLogProbabilities: Matrix
  private var sequences: [(start: Int, environment: Int)] = []

  /// How the rows form sequences.
  package private(set) var plan: SequencePlan

  package init(schedule: MinibatchSchedule, rollout: RolloutStorage) {
    let rows = schedule.maximumRowsPerShard
    let count = schedule.maximumSequencesPerShard
    plan = SequencePlan(maximumSteps: schedule.sequenceLength)
    sequences.reserveCapacity(count)
    let (arena, layout) = Arena.carve { carver in
      (
        observations: carver.matrix(rows: rows, columns: rollout.observations.columns),
        actions: carver.matrix(rows: rows, columns: rollout.actions.columns),
        hiddenStates: carver.matrix(rows: count, columns: rollout.hiddenStates.columns),
        masks: carver.matrix(rows: rows, columns: 1),
        advantages: carver.matrix(rows: rows, columns: 1),
        returns: carver.matrix(rows: rows, columns: 1),
        values: carver.matrix(rows: rows, columns: 1),
        logProbabilities: carver.matrix(rows: rows, columns: 1)
      )
    }
    self.arena = arena
    allObservations = layout.observations
    allActions = layout.actions
    allHiddenStates = layout.hiddenStates
    allMasks = layout.masks
    allAdvantages = layout.advantages
    allReturns = layout.returns
    allValues = layout.values
    allLogProbabilities = layout.logProbabilities
  }

  package var rowCount: Int { plan.rowCount }
  package var sequenceCount: Int { sequences.count }

  package var observations: Matrix { allObservations.rows(0..<rowCount) }  // [R, O]
  package var actions: Matrix { allActions.rows(0..<rowCount) }  // [R, A]
  package var masks: Matrix { allMasks.rows(0..<rowCount) }  // [R, 1]
  package var hiddenStates: Matrix { allHiddenStates.rows(0..<sequenceCount) }  // [n, H]
  package var advantages: Matrix { allAdvantages.rows(0..<rowCount) }  // [R, 1]
  package var returns: Matrix { allReturns.rows(0..<rowCount) }  // [R, 1]
  /// The critic's predictions when the rollout was made, [R, 1].
  package var oldValues: Matrix { allValues.rows(0..<rowCount) }
  /// The actions' log-probabilities when they were drawn, [R, 1].
  package var oldLogProbabilities: Matrix { allLogProbabilities.rows(0..<rowCount) }

  /// Calls `body` for each row with the place in the rollout that it was copied from.
  package func forEachRow(_ body: (_ row: Int, _ step: Int, _ environment: Int) -> Void) {
    for step in 0..<plan.stepCount {
      for (index, row) in plan.rows(ofStep: step).enumerated() {
        body(row, sequences[index].start + step, sequences[index].environment)
      }
    }
  }

  func begin() {
    plan.removeAll()
    sequences.removeAll(keepingCapacity: true)
  }

  func addSequence(start: Int, environment: Int) { sequences.append((start, environment)) }

  /// Appends one step of the first `count` sequences.
  func addStep(_ step: Int, sequences count: Int, from rollout: RolloutStorage) {
    let firstRow = plan.stepCount == 0 ? 0 : plan.rowCount
    plan.beginStep()
    plan.setRowCount(count)
    for index in 0..<count {
      let (start, environment) = sequences[index]
      let time = start + step
      let row = firstRow + index
      let source = time * rollout.environments + environment
      allObservations.row(row).copy(from: rollout.observations.row(source))
      allActions.row(row).copy(from: rollout.actions.row(source))
      allMasks[row] = rollout.masks[time, environment]
      allAdvantages[row] = rollout.advantages[time, environment]
      allReturns[row] = rollout.returns[time, environment]
      allValues[row] = rollout.values[time, environment]
      allLogProbabilities[row] = rollout.logProbabilities[time, environment]
      if step == 0 { allHiddenStates.row(index).copy(from: rollout.hiddenStates.row(source)) }
    }
  }
}
