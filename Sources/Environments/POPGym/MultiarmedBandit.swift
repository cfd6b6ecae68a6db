import Tensors

/// Arms that each pay with a probability of their own, drawn at the reset. The agent sees whether the
/// last one that it pulled did.
struct MultiarmedBandit: POPGymTask {
  let stepLimit: Int
  /// The probability that each arm pays.
  private var probabilities: [Float]
  /// Decides the next pull: an arm pays that is more probable. Drawn ahead, so that it is part of the
  /// state.
  private var draw = 0.0
  private var hasPaid = false
  private var steps = 0

  static let descriptions = EnvironmentDescription.popgym(
    "MultiarmedBandit", "Find out which of 10, 20 or 30 arms pays most often.",
    easy: MultiarmedBandit(arms: 10, stepLimit: 200),
    medium: MultiarmedBandit(arms: 20, stepLimit: 400),
    hard: MultiarmedBandit(arms: 30, stepLimit: 600))

  init(arms: Int, stepLimit: Int) {
    self.stepLimit = stepLimit
    probabilities = [Float](repeating: 0, count: arms)
  }

  var observationSpace: BoxSpace { BoxSpace([.category("paid", of: 2)]) }
  var actionSpace: ActionSpace { .discrete(probabilities.count) }
  var actionLabels: [QuantityLabel] {
    probabilities.indices.map { QuantityLabel("arm_\($0)") }
  }

  mutating func reset(using random: inout RandomStream) {
    for arm in probabilities.indices { probabilities[arm] = random.uniformFloat() }
    draw = random.uniform()
    hasPaid = false
    steps = 0
  }

  mutating func step(_ action: Span<Float>, using random: inout RandomStream) -> StepResult {
    hasPaid = draw < Double(probabilities[Int(action[0])])
    draw = random.uniform()
    steps += 1
    return StepResult(
      reward: (hasPaid ? 1 : -1) / Double(stepLimit),
      outcome: Outcome(truncated: steps >= stepLimit)
    )
  }

  func observe(into observation: inout MutableSpan<Float>) { observation[0] = hasPaid ? 1 : 0 }

  func save(to state: inout EnvironmentState) {
    state["probabilities"] = probabilities.map(Double.init)
    state["uniform_draw"] = [draw]
    state.set("paid", flags: [hasPaid])
    state["steps"] = [Double(steps)]
  }

  mutating func restore(from state: EnvironmentState) throws(EnvironmentError) {
    probabilities = try state.values("probabilities", count: probabilities.count).map { Float($0) }
    draw = try state.value("uniform_draw")
    hasPaid = try state.flags("paid", count: 1)[0]
    steps = try state.count("steps", in: 0...stepLimit)
  }
}
