import Spaces
import Tensors

/// The samples of one shard of a minibatch, gathered from a rollout: R rows packed by time, in n
/// sequences.
public final class MinibatchBuffers: @unchecked Sendable {
  private let arena: Arena
  private let allObservations: Observations
  private let allActions, allMasks, allHiddenStates: Matrix
  private let allAdvantages, allReturns, allValues, allLogProbabilities: Matrix
  private let allDistributions: Matrix
  private let environmentCount: Int
  private let servesActor, servesCritic: Bool
  private var list: MinibatchRows

  /// - Parameters:
  ///   - servesActor: whether what an actor learns from is copied: actions, advantages, old
  ///     log-probabilities and distributions.
  ///   - servesCritic: the same of returns and old values.
  package init(
    schedule: MinibatchSchedule, rollout: RolloutStorage, servesActor: Bool = true,
    servesCritic: Bool = true
  ) {
    let rows = schedule.maximumRowsPerShard
    let count = schedule.maximumSequencesPerShard
    environmentCount = rollout.environments
    self.servesActor = servesActor
    self.servesCritic = servesCritic
    list = MinibatchRows(sequences: count, steps: schedule.sequenceLength)
    let (arena, layout) = Arena.carve { carver in
      (
        observations: carver.observations(rollout.observation, rows: rows),
        actions: carver.matrix(rows: rows, columns: rollout.actions.columns),
        hiddenStates: carver.matrix(rows: count, columns: rollout.hiddenStates.columns),
        masks: carver.matrix(rows: rows, columns: 1),
        advantages: carver.matrix(rows: rows, columns: 1),
        returns: carver.matrix(rows: rows, columns: 1),
        values: carver.matrix(rows: rows, columns: 1),
        logProbabilities: carver.matrix(rows: rows, columns: 1),
        distributions: carver.matrix(
          rows: rows, columns: servesActor ? rollout.distributions.columns : 0)
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
    allDistributions = layout.distributions
  }

  /// How the rows form sequences.
  public var plan: SequencePlan { list.plan }
  public var rowCount: Int { list.sources.count }
  public var sequenceCount: Int { list.sequences.count }

  public var observations: Observations { allObservations.rows(0..<rowCount) }
  public var actions: Matrix { allActions.rows(0..<rowCount) }  // [R, A]
  public var masks: Matrix { allMasks.rows(0..<rowCount) }  // [R, 1]
  public var hiddenStates: Matrix { allHiddenStates.rows(0..<sequenceCount) }  // [n, H]
  public var advantages: Matrix { allAdvantages.rows(0..<rowCount) }  // [R, 1]
  public var returns: Matrix { allReturns.rows(0..<rowCount) }  // [R, 1]
  /// The critic's predictions when the rollout was made, [R, 1].
  public var oldValues: Matrix { allValues.rows(0..<rowCount) }
  /// The actions' log-probabilities when they were drawn, [R, 1].
  public var oldLogProbabilities: Matrix { allLogProbabilities.rows(0..<rowCount) }
  /// What describes the distributions that the actions were drawn from, [R, D]; without columns where the
  /// rollout has none.
  public var oldDistributions: Matrix { allDistributions.rows(0..<rowCount) }

  /// Calls `body` for each row with the place in the rollout that it was copied from.
  package func forEachRow(_ body: (_ row: Int, _ step: Int, _ environment: Int) -> Void) {
    for (row, source) in list.sources.enumerated() {
      body(row, Int(source) / environmentCount, Int(source) % environmentCount)
    }
  }

  /// Writes a number a row, [R, 1], to the places in `all`, [T, N], that the rows were copied from.
  package func scatter(_ numbers: Matrix, to all: Matrix) {
    for row in 0..<rowCount { all[Int(list.sources[row])] = numbers[row] }
  }

  /// Takes the samples that `makeList` lists.
  func gather(from rollout: RolloutStorage, _ makeList: (inout MinibatchRows) -> Void) {
    makeList(&list)
    let sources = list.sources
    func gather(_ numbers: Matrix, of all: Matrix) {
      numbers.gatherRows(of: all.reshaped(rows: all.count, columns: 1), at: sources)
    }
    observations.gatherRows(of: rollout.observations, at: sources)
    if rollout.hiddenStates.columns > 0 {
      hiddenStates.gatherRows(of: rollout.hiddenStates, at: list.sequences)
      gather(masks, of: rollout.masks)
    }
    if servesActor {
      actions.gatherRows(of: rollout.actions, at: sources)
      gather(advantages, of: rollout.advantages)
      gather(oldLogProbabilities, of: rollout.logProbabilities)
      if rollout.distributions.columns > 0 {
        oldDistributions.gatherRows(of: rollout.distributions, at: sources)
      }
    }
    if servesCritic {
      gather(returns, of: rollout.returns)
      gather(oldValues, of: rollout.values)
    }
  }
}
