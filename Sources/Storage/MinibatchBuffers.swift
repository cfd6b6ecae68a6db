import Tensors

/// The samples of one shard of a minibatch, gathered from a rollout: R rows packed by time, in n
/// sequences.
package final class MinibatchBuffers: @unchecked Sendable {
  private let arena: Arena
  private let allObservations, allActions, allMasks, allHiddenStates: Matrix
  private let allAdvantages, allReturns, allValues, allLogProbabilities: Matrix
  private let environmentCount: Int
  /// The samples that the sequences begin with and those of all rows, by their rows in the rollout.
  private var sequences: [Int32] = []
  private var sources: [Int32] = []

  /// How the rows form sequences.
  package private(set) var plan: SequencePlan

  package init(schedule: MinibatchSchedule, rollout: RolloutStorage) {
    let rows = schedule.maximumRowsPerShard
    let count = schedule.maximumSequencesPerShard
    plan = SequencePlan(maximumSteps: schedule.sequenceLength)
    environmentCount = rollout.environments
    sequences.reserveCapacity(count)
    sources.reserveCapacity(rows)
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
    for (row, source) in sources.enumerated() {
      body(row, Int(source) / environmentCount, Int(source) % environmentCount)
    }
  }

  func begin() {
    plan.removeAll()
    sequences.removeAll(keepingCapacity: true)
    sources.removeAll(keepingCapacity: true)
  }

  func addSequence(start: Int, environment: Int) {
    sequences.append(Int32(start * environmentCount + environment))
  }

  /// Appends one step of the first `count` sequences.
  func addStep(_ step: Int, sequences count: Int) {
    plan.appendStep(rowCount: count)
    let offset = Int32(step * environmentCount)
    for index in 0..<count { sources.append(sequences[index] + offset) }
  }

  /// Copies the samples of all steps that were added.
  func gather(from rollout: RolloutStorage) {
    observations.gatherRows(of: rollout.observations, at: sources)
    actions.gatherRows(of: rollout.actions, at: sources)
    hiddenStates.gatherRows(of: rollout.hiddenStates, at: sequences)
    gather(masks, of: rollout.masks)
    gather(advantages, of: rollout.advantages)
    gather(returns, of: rollout.returns)
    gather(oldValues, of: rollout.values)
    gather(oldLogProbabilities, of: rollout.logProbabilities)
  }

  /// Copies one number a sample.
  private func gather(_ numbers: Matrix, of all: Matrix) {
    numbers.gatherRows(of: all.reshaped(rows: all.count, columns: 1), at: sources)
  }
}
