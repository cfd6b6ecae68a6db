import Tensors

/// A ``CartPole`` of which the agent sees the positions, with noise or without, or the velocities.
struct PartialCartPole: POPGymTask {
  enum Sight: Sendable { case positions, velocities }

  private let sight: Sight
  let stepLimit: Int
  private var cartPole = CartPole()
  private var noise: PairNoise?
  private var steps = 0

  static let descriptions =
    EnvironmentDescription.popgym(
      "PositionOnlyCartPole", "Balance a pole on a cart without seeing velocities.",
      easy: PartialCartPole(.positions, stepLimit: 200),
      medium: PartialCartPole(.positions, stepLimit: 400),
      hard: PartialCartPole(.positions, stepLimit: 600))
    + EnvironmentDescription.popgym(
      "VelocityOnlyCartPole", "Balance a pole on a cart without seeing positions.",
      easy: PartialCartPole(.velocities, stepLimit: 200),
      medium: PartialCartPole(.velocities, stepLimit: 400),
      hard: PartialCartPole(.velocities, stepLimit: 600))
    + EnvironmentDescription.popgym(
      "NoisyPositionOnlyCartPole",
      "Balance a pole on a cart without seeing velocities; positions are noisy.",
      easy: PartialCartPole(.positions, noise: 0.1, stepLimit: 200),
      medium: PartialCartPole(.positions, noise: 0.2, stepLimit: 200),
      hard: PartialCartPole(.positions, noise: 0.3, stepLimit: 200))

  /// - Parameter noise: The standard deviation of the noise.
  init(_ sight: Sight, noise: Double? = nil, stepLimit: Int) {
    self.sight = sight
    self.stepLimit = stepLimit
    let bounds = observationSpace.components.map(\.bounds)
    self.noise = noise.map { PairNoise(deviation: $0, bounds: (bounds[0], bounds[1])) }
  }

  var observationSpace: BoxSpace {
    let components = cartPole.observationSpace.components
    return BoxSpace(
      sight == .positions ? [components[0], components[2]] : [components[1], components[3]])
  }
  var actionSpace: ActionSpace { cartPole.actionSpace }
  var actionLabels: [QuantityLabel] { cartPole.actionLabels }
  var secondsPerStep: Double? { cartPole.secondsPerStep }

  mutating func reset(using random: inout RandomStream) {
    cartPole.reset(using: &random)
    noise?.draw(using: &random)
    steps = 0
  }

  mutating func step(_ action: Span<Float>, using random: inout RandomStream) -> StepResult {
    let hasFallen = cartPole.step(action, using: &random).outcome == .terminated
    noise?.draw(using: &random)
    steps += 1
    return StepResult(
      reward: 1 / Double(stepLimit),
      outcome: Outcome(terminated: hasFallen, truncated: steps >= stepLimit))
  }

  func observe(into observation: inout MutableSpan<Float>) {
    var whole = InlineArray<4, Float>(repeating: 0)
    var span = whole.mutableSpan
    cartPole.observe(into: &span)
    // POPGym's reset shows positions, even where only velocities are to be seen.
    let first = sight == .velocities && steps > 0 ? 1 : 0
    observation[0] = whole[first]
    observation[1] = whole[first + 2]
    noise?.add(to: &observation)
  }

  func save(to state: inout EnvironmentState) {
    cartPole.save(to: &state)
    noise?.save(to: &state)
    state["steps"] = [Double(steps)]
  }

  mutating func restore(from state: EnvironmentState) throws(EnvironmentError) {
    try cartPole.restore(from: state)
    try noise?.restore(from: state)
    steps = try state.count("steps", in: 0...stepLimit)
  }

  var picture: EnvironmentPicture? { cartPole.picture }
}
