import Tensors

/// Which samples of a rollout the rows of a minibatch's part are, and how they form sequences.
struct MinibatchRows {
  private(set) var plan: SequencePlan
  /// The samples that the sequences begin with, and those of all rows, by their rows in the rollout.
  private(set) var sequences: [Int32] = []
  private(set) var sources: [Int32] = []

  /// Room for at most `sequences` sequences of at most `steps` steps.
  init(sequences count: Int, steps: Int) {
    plan = SequencePlan(maximumSteps: steps)
    sequences.reserveCapacity(count)
    sources.reserveCapacity(count * steps)
  }

  mutating func removeAll() {
    plan.removeAll()
    sequences.removeAll(keepingCapacity: true)
    sources.removeAll(keepingCapacity: true)
  }

  /// Adds a sequence that begins with a sample, given by its row in the rollout.
  mutating func addSequence(at row: Int32) { sequences.append(row) }

  /// Appends one step of the first `count` sequences, `offset` rows of the rollout after their first.
  mutating func addStep(offset: Int32, sequences count: Int) {
    plan.appendStep(rowCount: count)
    for index in 0..<count { sources.append(sequences[index] + offset) }
  }
}
