import Tensors

/// The environments of one type that make up a batch. Where it is compiled for that type, a step makes
/// no dynamic call, allocation or copy beyond what the environment itself does.
final class BatchCore<World: Environment> {
  let plan: BatchPlan
  let actionSpace: ActionSpace
  /// The environments' own observations, before anything is done to them.
  private let ownSpace: BoxSpace
  let view: ObservationView
  private let rule: ActionRule
  private var slots: [Slot<World>]

  // Room for one row on its way to an environment or from it.
  private let arena: Arena
  private let clippedAction: Matrix  // [1, A]
  private let observation: Matrix  // [1, size of the own observation]

  /// - Parameter worlds: One environment for each index of the plan.
  init(_ worlds: [World], plan: BatchPlan) throws(EnvironmentSetupError) {
    precondition(worlds.count == plan.indices.count && !worlds.isEmpty)
    let ownSpace = worlds[0].observationSpace
    let actionSpace = worlds[0].actionSpace
    self.plan = plan
    self.ownSpace = ownSpace
    self.actionSpace = actionSpace
    let view = try ObservationView(
      of: ownSpace, actions: actionSpace, own: plan.observation,
      configuration: plan.options.observation, id: plan.id)
    guard plan.options.actionRepeat >= 1 else {
      throw EnvironmentSetupError.impossibleActionRepeat(id: plan.id, plan.options.actionRepeat)
    }
    self.view = view
    rule = ActionRule(actionSpace, clips: plan.options.clipsActions)
    slots = zip(worlds, plan.indices).map { world, index in
      Slot(
        world, random: plan.randomStream(index, .environment),
        memory: view.makeMemory(noise: plan.randomStream(index, .observation)))
    }
    (arena, (clippedAction, observation)) = Arena.carve { carver in
      (
        carver.matrix(rows: 1, columns: actionSpace.width),
        carver.matrix(rows: 1, columns: ownSpace.size)
      )
    }
  }

  var count: Int { slots.count }

  func reset(observations: Matrix) throws(EnvironmentFailure) {
    precondition(observations.rows == count && observations.columns == view.space.size)
    for row in slots.indices {
      slots[row].reset()
      try observe(&slots[row], row: row, into: observations)
    }
  }

  func step(actions: Matrix, into rows: StepRows) throws(EnvironmentFailure) {
    precondition(actions.rows == count && actions.columns == actionSpace.width)
    precondition(rows.observations.rows == count && rows.finalObservations.rows == count)
    precondition(rows.observations.columns == view.space.size)
    precondition(rows.finalObservations.columns == view.space.size)
    precondition(rows.rewards.count == count && rows.rewards.isContiguous)
    precondition(rows.terminated.count == count && rows.terminated.isContiguous)
    precondition(rows.truncated.count == count && rows.truncated.isContiguous)
    try step(&slots, actions: actions, into: rows)
  }

  /// One access to the array for the whole step instead of several for each environment.
  private func step(
    _ slots: inout [Slot<World>], actions: Matrix, into rows: StepRows
  ) throws(EnvironmentFailure) {
    var slots = slots.mutableSpan
    for row in slots.indices {
      let outcome = try step(&slots[row], row: row, actions: actions, rewards: rows.rewards)
      rows.terminated[row] = outcome == .terminated ? 1 : 0
      rows.truncated[row] = outcome == .truncated ? 1 : 0
      if outcome != .running {
        try observe(&slots[row], row: row, into: rows.finalObservations)
        guard plan.options.beginsNextEpisodes else { continue }
        slots[row].reset()
      }
      try observe(&slots[row], row: row, into: rows.observations)
    }
  }

  @inline(__always)
  private func step(
    _ slot: inout Slot<World>, row: Int, actions: Matrix, rewards: Matrix
  ) throws(EnvironmentFailure) -> Outcome {
    if let refused = actions.withRow(row, { rule.firstRefused($0) }) {
      slot.elapsedSteps += 1
      throw failure(slot, row: row, .action(index: refused, value: actions[row, refused]))
    }
    var action = actions.row(row)
    if rule.clips {
      action = clippedAction
      actions.withRow(row) { chosen in
        action.withMutableRow(0) { clipped in rule.clip(chosen, into: &clipped) }
      }
    }
    var result = try advance(&slot, row: row, action: action)
    var repeats = 1
    while repeats < plan.options.actionRepeat && result.outcome == .running {
      let next = try advance(&slot, row: row, action: action)
      result = StepResult(reward: result.reward + next.reward, outcome: next.outcome)
      repeats += 1
    }
    let reward = Float(result.reward)
    guard reward.isFinite else { throw failure(slot, row: row, .reward(result.reward)) }
    rewards[row] = reward
    if !view.isIdentity {
      action.withRow(0) { action in slot.memory.record(action: action, reward: reward) }
    }
    return result.outcome
  }

  /// Takes one step of an environment's own.
  @inline(__always)
  private func advance(
    _ slot: inout Slot<World>, row: Int, action: Matrix
  ) throws(EnvironmentFailure) -> StepResult {
    slot.elapsedSteps += 1
    var result: StepResult
    do {
      result = try action.withRow(0) { action throws(EnvironmentError) in
        try slot.world.step(action, using: &slot.random)
      }
    } catch {
      throw failure(slot, row: row, .stopped(message: error.message))
    }
    let isLastStep = slot.elapsedSteps >= plan.maximumEpisodeSteps
    if result.outcome == .running && isLastStep { result.outcome = .truncated }
    return result
  }

  /// Writes what the agent sees of an environment into its row.
  @inline(__always)
  private func observe(
    _ slot: inout Slot<World>, row: Int, into observations: Matrix
  ) throws(EnvironmentFailure) {
    let own = view.isIdentity ? observations.row(row) : observation
    let isFinite = own.withMutableRow(0) { values in
      slot.world.observe(into: &values)
      return values.areFinite
    }
    guard isFinite else { throw failure(slot, row: row, nonFinite(own)) }
    if view.isIdentity { return }
    own.withRow(0) { own in
      observations.withMutableRow(row) { seen in
        view.apply(to: own, memory: &slot.memory, into: &seen)
      }
    }
  }

  func save() -> [EnvironmentSnapshot] { slots.map { $0.snapshot } }

  func restore(_ snapshots: [EnvironmentSnapshot]) throws(EnvironmentFailure) {
    precondition(snapshots.count == count, "one snapshot for each environment")
    for row in slots.indices {
      do {
        try slots[row].restore(snapshots[row])
      } catch {
        throw failure(slots[row], row: row, .restore(message: error.message))
      }
    }
  }

  func environment(inRow row: Int) -> World { slots[row].world }

  func picture(inRow row: Int) -> EnvironmentPicture {
    let world = slots[row].world
    var picture =
      world.picture ?? EnvironmentPicture(PictureCard(lines: world.observationLines))
    if case .card(var card) = picture.content {
      card.title = plan.id
      picture.content = .card(card)
    }
    picture.duration *= Double(plan.options.actionRepeat)
    return picture
  }

  @inline(never)
  private func failure(
    _ slot: Slot<World>, row: Int, _ problem: EnvironmentFailure.Problem
  ) -> EnvironmentFailure {
    EnvironmentFailure(
      environmentID: plan.id, index: plan.indices.lowerBound + row, step: slot.elapsedSteps,
      problem: problem)
  }

  @inline(never)
  private func nonFinite(_ observation: Matrix) -> EnvironmentFailure.Problem {
    let values = observation.values
    let index = values.firstIndex { !$0.isFinite } ?? 0
    return .observation(
      component: ownSpace.components[index].name, index: index, value: values[index])
  }
}

extension MutableSpan<Float> {
  /// Whether no value is infinite or NaN. Without early exit, so that the compiler can look at several
  /// at once.
  fileprivate var areFinite: Bool {
    let exponent = Float.infinity.bitPattern
    var isBad: UInt32 = 0
    for index in indices { isBad |= self[index].bitPattern & exponent == exponent ? 1 : 0 }
    return isBad == 0
  }
}
