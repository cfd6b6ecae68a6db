import Tensors

/// A ``Pendulum`` whose velocity the agent does not see, with noise or without on what it sees.
struct PartialPendulum: POPGymTask {
  let stepLimit: Int
  private var pendulum = Pendulum()
  private var noise: PairNoise?
  private var steps = 0

  /// Half of the pendulum's greatest cost. Rewards are brought from -2 x that ... 0 to -1 ... 1.
  private static let halfCost = 16.2736044 / 2

  static let descriptions =
    EnvironmentDescription.popgym(
      "PositionOnlyPendulum", "Swing a pendulum up and hold it without seeing its velocity.",
      easy: PartialPendulum(stepLimit: 200), medium: PartialPendulum(stepLimit: 150),
      hard: PartialPendulum(stepLimit: 100))
    + EnvironmentDescription.popgym(
      "NoisyPositionOnlyPendulum",
      "Swing a pendulum up and hold it without seeing its velocity; its position is noisy.",
      easy: PartialPendulum(noise: 0.1, stepLimit: 200),
      medium: PartialPendulum(noise: 0.2, stepLimit: 200),
      hard: PartialPendulum(noise: 0.3, stepLimit: 200))

  /// - Parameter noise: The standard deviation of the noise.
  init(noise: Double? = nil, stepLimit: Int) {
    self.stepLimit = stepLimit
    self.noise = noise.map { PairNoise(deviation: $0, bounds: (-1...1, -1...1)) }
  }

  var observationSpace: BoxSpace {
    BoxSpace(Array(pendulum.observationSpace.components.prefix(2)))
  }
  var actionSpace: ActionSpace { pendulum.actionSpace }
  var actionLabels: [QuantityLabel] { pendulum.actionLabels }
  var secondsPerStep: Double? { pendulum.secondsPerStep }

  mutating func reset(using random: inout RandomStream) {
    pendulum.reset(using: &random)
    noise?.draw(using: &random)
    steps = 0
  }

  mutating func step(_ action: Span<Float>, using random: inout RandomStream) -> StepResult {
    let reward = pendulum.step(action, using: &random).reward
    noise?.draw(using: &random)
    steps += 1
    return StepResult(
      reward: (reward + Self.halfCost) / Self.halfCost / Double(stepLimit),
      outcome: Outcome(truncated: steps >= stepLimit))
  }

  func observe(into observation: inout MutableSpan<Float>) {
    var whole = InlineArray<3, Float>(repeating: 0)
    var span = whole.mutableSpan
    pendulum.observe(into: &span)
    observation[0] = whole[0]
    observation[1] = whole[1]
    noise?.add(to: &observation)
  }

  func save(to state: inout EnvironmentState) {
    pendulum.save(to: &state)
    noise?.save(to: &state)
    state["steps"] = [Double(steps)]
  }

  mutating func restore(from state: EnvironmentState) throws(EnvironmentError) {
    try pendulum.restore(from: state)
    try noise?.restore(from: state)
    steps = try state.count("steps", in: 0...stepLimit)
  }

  var picture: EnvironmentPicture? { pendulum.picture }
}
