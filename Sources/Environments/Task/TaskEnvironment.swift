import Tensors

/// A task of a file in a model of a file.
struct TaskEnvironment: Environment {
  private let simulation: MuJoCoSimulation
  private let plan: TaskPlan
  /// The plan's rates: before the step the entries themselves, after it how fast they changed.
  private var rates: [Double]
  /// What each term contributed to the last reward.
  private var rewards: [Double]
  private var memory: DerivationMemory

  init(_ plan: TaskPlan) throws(EnvironmentError) {
    simulation = try MuJoCoSimulation(plan.model)
    self.plan = plan
    rates = Array(repeating: 0, count: plan.rates.count)
    rewards = Array(repeating: 0, count: plan.rewards.count)
    memory = DerivationMemory(plan.model)
  }

  var observationSpace: BoxSpace { BoxSpace(plan.components) }

  var actionSpace: ActionSpace { plan.model.actionSpace }
  var actionLabels: [QuantityLabel] { plan.model.actionLabels }
  var secondsPerStep: Double? { plan.stepDuration }

  mutating func reset(using random: inout RandomStream) {
    if let keyframe = plan.keyframe {
      simulation.reset(toKeyframe: keyframe)
    } else {
      simulation.reset()
    }
    for noise in plan.noise {
      let vector =
        switch noise.kind {
        case .positions: simulation.positions
        case .velocities: simulation.velocities
        }
      for index in noise.indices { vector[index] += noise.distribution.draw(from: &random) }
    }
    simulation.normalizeQuaternions()
    simulation.derive(plan.derivation, memory: &memory)
  }

  mutating func step(
    _ action: Span<Float>, using random: inout RandomStream
  ) throws(EnvironmentError) -> StepResult {
    for index in rates.indices { rates[index] = simulation[plan.rates[index]] }
    simulation.controls.set(action)
    try simulation.step(plan.frameSkip)
    simulation.derive(plan.derivation, memory: &memory)
    try simulation.requireHealth()
    for index in rates.indices {
      rates[index] = (simulation[plan.rates[index]] - rates[index]) / plan.stepDuration
    }

    let (isAlive, isOver) = standing
    var reward = 0.0
    for (index, term) in plan.rewards.enumerated() {
      rewards[index] =
        term.weight * term.measure.value(in: simulation, rates: rates, isAlive: isAlive)
      reward += rewards[index]
    }
    return StepResult(reward: reward, outcome: isOver ? .terminated : .running)
  }

  /// Whether all limits hold, and whether one does not that ends the episode.
  private var standing: (isAlive: Bool, isOver: Bool) {
    var isAlive = true
    var isOver = false
    for limit in plan.limits {
      let value = limit.measure.value(in: simulation, rates: rates, isAlive: true)
      if limit.range.contains(value) { continue }
      isAlive = false
      isOver = isOver || limit.terminates
    }
    return (isAlive, isOver)
  }

  func observe(into observation: inout MutableSpan<Float>) {
    for (index, entry) in plan.observed.enumerated() {
      let bounds = plan.components[index].bounds
      observation[index] = Swift.min(
        Swift.max(Float(simulation[entry]), bounds.lowerBound), bounds.upperBound)
    }
  }

  func save(to state: inout EnvironmentState) { simulation.save(to: &state) }

  mutating func restore(from state: EnvironmentState) throws(EnvironmentError) {
    try simulation.restore(from: state)
    // Positions of bodies, sensors and the like are not part of the state, and follow from it.
    simulation.derive(plan.derivation, memory: &memory)
  }

  var picture: EnvironmentPicture? {
    EnvironmentPicture(simulation.pose, duration: plan.stepDuration)
  }

  var diagnostics: [(key: String, value: [Double])] {
    zip(plan.rewards, rewards).map { (key: $0.name, value: [$1]) }
  }
}
