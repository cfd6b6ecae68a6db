import Tensors

/// Everything between a policy and a batch, in passes over the batch's rows.
final class PipelineCore<Worlds: EnvironmentBatch> {
  let batch: Worlds
  let plan: BatchPlan
  let actionSpace: ActionSpace
  /// What the environments' own observations have to pass, before anything is done to them.
  private let check: ObservationCheck
  let view: ObservationView
  private let rule: ActionRule
  private let everyRow: [Int]
  private var states: RowStates

  private let arena: Arena
  private let clippedActions: Matrix  // [n, A]
  private let ownObservations: Matrix  // [n, size of the own observation]

  /// - Parameter batch: One environment for each index of the plan.
  init(_ batch: Worlds, plan: BatchPlan) throws(EnvironmentSetupError) {
    let count = batch.count
    guard count == plan.indices.count else {
      throw EnvironmentSetupError.unusable(
        id: plan.id, message: "its batch has \(count) rows instead of \(plan.indices.count)")
    }
    self.batch = batch
    self.plan = plan
    let ownSpace = batch.observationSpace
    let actionSpace = batch.actionSpace
    check = ObservationCheck(ownSpace)
    self.actionSpace = actionSpace
    let view = try ObservationView(
      of: ownSpace, actions: actionSpace, own: plan.observation,
      configuration: plan.options.observation, id: plan.id)
    guard plan.options.actionRepeat >= 1 else {
      throw EnvironmentSetupError.impossibleActionRepeat(id: plan.id, plan.options.actionRepeat)
    }
    self.view = view
    rule = ActionRule(actionSpace, clips: plan.options.clipsActions)
    everyRow = Array(0..<count)
    states = RowStates(plan, view: view)
    (arena, (clippedActions, ownObservations)) = Arena.carve { carver in
      (
        carver.matrix(rows: count, columns: actionSpace.width),
        carver.matrix(rows: count, columns: ownSpace.size)
      )
    }
  }

  var count: Int { everyRow.count }

  func reset(_ rows: [Int]?, observations: Matrix) throws(EnvironmentFailure) {
    precondition(observations.rows == count && observations.columns == view.space.size)
    let rows = rows ?? everyRow
    try reset(rows: rows.span, &states)
    try observe(rows: rows.span, &states, into: observations)
  }

  func step(actions: Matrix, into rows: StepRows) throws(EnvironmentFailure) {
    precondition(actions.rows == count && actions.columns == actionSpace.width)
    precondition(rows.observations.rows == count && rows.finalObservations.rows == count)
    precondition(rows.observations.columns == view.space.size)
    precondition(rows.finalObservations.columns == view.space.size)
    precondition(rows.rewards.count == count && rows.rewards.isContiguous)
    precondition(rows.terminated.count == count && rows.terminated.isContiguous)
    precondition(rows.truncated.count == count && rows.truncated.isContiguous)
    try step(&states, actions: actions, into: rows)
  }

  /// One access to the states for the whole step instead of several for each environment.
  private func step(
    _ states: inout RowStates, actions: Matrix, into rows: StepRows
  ) throws(EnvironmentFailure) {
    let everyRow = everyRow
    let actions = try admit(actions, states)
    try advance(rows: everyRow.span, actions: actions, &states)
    for _ in 1..<plan.options.actionRepeat {
      states.selectRunning(addingUp: true)
      let running = states.selected
      if running.isEmpty { break }
      try advance(rows: running.span, actions: actions, &states)
      states.addUp()
    }
    try report(states, actions: actions, into: rows)
    if !view.isIdentity { record(actions: actions, rewards: rows.rewards, &states) }
    try observe(&states, into: rows)
  }

  /// The actions as the batch takes them.
  @inline(__always)
  private func admit(
    _ actions: Matrix, _ states: borrowing RowStates
  ) throws(EnvironmentFailure) -> Matrix {
    for row in 0..<count {
      if let refused = actions.withRow(row, { rule.firstRefused($0) }) {
        throw failure(
          row: row, step: states.elapsedSteps[row] + 1,
          .action(index: refused, value: actions[row, refused]))
      }
      if rule.clips {
        actions.withRow(row) { chosen in
          clippedActions.withMutableRow(row) { clipped in rule.clip(chosen, into: &clipped) }
        }
      }
    }
    return rule.clips ? clippedActions : actions
  }

  /// Takes one step of the batch's own and cuts the episodes whose limit it was.
  @inline(__always)
  private func advance(
    rows: Span<Int>, actions: Matrix, _ states: inout RowStates
  ) throws(EnvironmentFailure) {
    for place in rows.indices { states.elapsedSteps[rows[place]] += 1 }
    do throws(EnvironmentBatchError) {
      try step(rows: rows, actions: actions, &states.results, &states.randoms)
    } catch {
      throw failure(error, states)
    }
    for place in rows.indices {
      let row = rows[place]
      let isLastStep = states.elapsedSteps[row] >= plan.maximumEpisodeSteps
      if isLastStep && states.results[row].outcome == .running {
        states.results[row].outcome = .truncated
      }
    }
  }

  /// Has the batch take a step.
  @inline(__always)
  private func step(
    rows: Span<Int>, actions: Matrix, _ results: inout [StepResult],
    _ randoms: inout [RandomStream]
  ) throws(EnvironmentBatchError) {
    var results = results.mutableSpan
    var randoms = randoms.mutableSpan
    try batch.step(rows: rows, actions: actions, results: &results, using: &randoms)
  }

  /// Writes down rewards and outcomes.
  @inline(__always)
  private func report(
    _ states: borrowing RowStates, actions: Matrix, into rows: StepRows
  ) throws(EnvironmentFailure) {
    for row in 0..<count {
      let result = states.results[row]
      let reward = Float(result.reward)
      guard reward.isFinite else {
        throw failure(row: row, step: states.elapsedSteps[row], .reward(result.reward))
      }
      rows.rewards[row] = reward
      rows.terminated[row] = result.outcome == .terminated ? 1 : 0
      rows.truncated[row] = result.outcome == .truncated ? 1 : 0
    }
  }

  /// Lets the view remember what the step was and gave.
  private func record(actions: Matrix, rewards: Matrix, _ states: inout RowStates) {
    for row in 0..<count {
      actions.withRow(row) { states.memories[row].record(action: $0, reward: rewards[row]) }
    }
  }

  /// Writes the last observations of episodes that ended and what is seen next.
  @inline(__always)
  private func observe(
    _ states: inout RowStates, into rows: StepRows
  ) throws(EnvironmentFailure) {
    let everyRow = everyRow
    states.selectEnded()
    if states.selected.isEmpty {
      return try observe(rows: everyRow.span, &states, into: rows.observations)
    }
    try endEpisodes(states.selected, &states, into: rows.finalObservations)
    if plan.options.beginsNextEpisodes {
      return try observe(rows: everyRow.span, &states, into: rows.observations)
    }
    states.selectRunning(addingUp: false)
    let running = states.selected
    try observe(rows: running.span, &states, into: rows.observations)
  }

  private func endEpisodes(
    _ ended: [Int], _ states: inout RowStates, into finalObservations: Matrix
  ) throws(EnvironmentFailure) {
    try observe(rows: ended.span, &states, into: finalObservations)
    if plan.options.beginsNextEpisodes { try reset(rows: ended.span, &states) }
  }

  private func reset(
    rows: Span<Int>, _ states: inout RowStates
  ) throws(EnvironmentFailure) {
    for place in rows.indices {
      states.elapsedSteps[rows[place]] = 0
      states.memories[rows[place]].reset()
    }
    do throws(EnvironmentBatchError) {
      var randoms = states.randoms.mutableSpan
      try batch.reset(rows: rows, using: &randoms)
    } catch {
      throw failure(error, states)
    }
  }

  /// Writes what the agent sees of environments into their rows.
  @inline(__always)
  private func observe(
    rows: Span<Int>, _ states: inout RowStates, into observations: Matrix
  ) throws(EnvironmentFailure) {
    let own = view.isIdentity ? observations : ownObservations
    batch.observe(rows: rows, into: own)
    for place in rows.indices {
      let row = rows[place]
      var isAccepted = own.withRow(row, { $0.areFinite })
      if check.hasImages && isAccepted { isAccepted = check.hasBytes(own, row: row) }
      guard isAccepted else {
        throw failure(
          row: row, step: states.elapsedSteps[row], check.problem(own.row(row).values))
      }
      if view.isIdentity { continue }
      own.withRow(row) { own in
        observations.withMutableRow(row) { seen in
          view.apply(to: own, memory: &states.memories[row], into: &seen)
        }
      }
    }
  }

  func save() -> [EnvironmentSnapshot] {
    everyRow.map { row in
      EnvironmentSnapshot(
        state: batch.save(row: row), elapsedSteps: states.elapsedSteps[row],
        randomPosition: states.randoms[row].position, view: states.memories[row].state)
    }
  }

  func restore(_ snapshots: [EnvironmentSnapshot]) throws(EnvironmentFailure) -> [Int] {
    precondition(snapshots.count == count, "one snapshot for each environment")
    var unsaved = [Int]()
    for (row, snapshot) in snapshots.enumerated() {
      do throws(EnvironmentError) {
        if let state = snapshot.state {
          try batch.restore(row: row, from: state)
        } else {
          unsaved.append(row)
        }
        try states.memories[row].restore(from: snapshot.view)
      } catch {
        throw failure(
          row: row, step: states.elapsedSteps[row], .restore(message: error.message))
      }
      states.elapsedSteps[row] = snapshot.elapsedSteps
      states.randoms[row].move(to: snapshot.randomPosition)
    }
    return unsaved
  }

  private func failure(
    _ error: EnvironmentBatchError, _ states: borrowing RowStates
  ) -> EnvironmentFailure {
    // A row that is none would be the batch's mistake; the message is worth more than the place.
    let row = everyRow.indices.contains(error.row) ? error.row : 0
    return failure(
      row: row, step: states.elapsedSteps[row], .stopped(message: error.message))
  }

  @inline(never)
  private func failure(
    row: Int, step: Int, _ problem: EnvironmentFailure.Problem
  ) -> EnvironmentFailure {
    EnvironmentFailure(
      environmentID: plan.id, index: plan.indices.lowerBound + row, step: step, problem: problem)
  }
}
