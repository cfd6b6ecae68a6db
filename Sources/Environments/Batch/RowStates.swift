import Tensors

/// What a pipeline keeps of each row of its batch, n values each.
struct RowStates {
  var randoms: [RandomStream]
  /// What the view remembers.
  var memories: [ObservationMemory]
  /// The steps taken in the present episode.
  var elapsedSteps: [Int]
  /// What the last step gave.
  var results: [StepResult]
  /// Some of the rows, in ascending order; its memory is kept from step to step.
  private(set) var selected = [Int]()
  /// What the rewards of a repeated action come to so far.
  private var rewards: [Double]

  init(_ plan: BatchPlan, view: ObservationView) {
    let count = plan.indices.count
    randoms = plan.indices.map { plan.randomStream($0, .environment) }
    memories = plan.indices.map { view.makeMemory(noise: plan.randomStream($0, .observation)) }
    elapsedSteps = [Int](repeating: 0, count: count)
    results = [StepResult](repeating: StepResult(reward: 0), count: count)
    rewards = [Double](repeating: 0, count: count)
    selected.reserveCapacity(count)
  }

  /// Selects the rows whose episode goes on, and keeps their rewards for ``addUp()`` where these are to
  /// be added up.
  mutating func selectRunning(addingUp isAddingUp: Bool) {
    selected.removeAll(keepingCapacity: true)
    for row in results.indices where results[row].outcome == .running {
      selected.append(row)
      if isAddingUp { rewards[row] = results[row].reward }
    }
  }

  /// Adds the selected rows' rewards from before to those of the last step.
  mutating func addUp() {
    for row in selected { results[row].reward = rewards[row] + results[row].reward }
  }

  /// Selects the rows whose episode ended.
  @inline(__always)
  mutating func selectEnded() {
    selected.removeAll(keepingCapacity: true)
    for row in results.indices where results[row].outcome != .running { selected.append(row) }
  }
}
