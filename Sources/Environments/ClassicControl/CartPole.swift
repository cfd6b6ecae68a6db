import Tensors

/// A pole on a cart that is pushed to the left or to the right with a fixed force (Barto, Sutton and
/// Anderson 1983). Equal to `CartPole-v1` of Gymnasium 0.29.
public struct CartPole: Environment {
  private var x = 0.0
  private var xVelocity = 0.0
  private var angle = 0.0
  private var angularVelocity = 0.0
  /// The steps taken since the pole fell, or -1 while it stands.
  private var stepsBeyondTermination = -1.0

  // SI units.
  private static let gravity = 9.8
  private static let poleMass = 0.1
  /// Multiplied with, as divisions are what a step would mostly wait for.
  private static let inverseTotalMass = 1 / 1.1
  private static let halfLength = 0.5
  private static let poleMassLength = poleMass * halfLength
  private static let force = 10.0
  private static let timestep = 0.02
  private static let greatestX = 2.4
  private static let greatestAngle = 12 * 2 * Double.pi / 360

  public init() {}

  static let description = EnvironmentDescription(
    id: "CartPole-v1", summary: "Balance a pole on a cart by pushing it left or right.",
    family: "Classic control", maximumEpisodeSteps: 500
  ) { CartPole() }

  public var observationSpace: BoxSpace {
    let x = Float(2 * Self.greatestX)
    let angle = Float(2 * Self.greatestAngle)
    return BoxSpace([
      .position("cart_position", -x...x, unit: "m"), .velocity("cart_velocity", unit: "m/s"),
      .position("pole_angle", -angle...angle, unit: "rad"),
      .velocity("pole_angular_velocity", unit: "rad/s"),
    ])
  }

  public var actionSpace: ActionSpace { .discrete(2) }

  /// The way the cart is pushed.
  public var actionLabels: [QuantityLabel] { ["left", "right"] }

  public var secondsPerStep: Double? { Self.timestep }

  public mutating func reset(using random: inout RandomStream) {
    x = random.uniform(-0.05, 0.05)
    xVelocity = random.uniform(-0.05, 0.05)
    angle = random.uniform(-0.05, 0.05)
    angularVelocity = random.uniform(-0.05, 0.05)
    stepsBeyondTermination = -1
  }

  public mutating func step(_ action: Span<Float>, using random: inout RandomStream) -> StepResult {
    let force = action[0] == 1 ? Self.force : -Self.force
    let (sine, cosine) = sineAndCosine(angle)
    let push =
      (force + Self.poleMassLength * (angularVelocity * angularVelocity) * sine)
      * Self.inverseTotalMass
    let angularAcceleration =
      (Self.gravity * sine - cosine * push)
      / (Self.halfLength * (4.0 / 3 - Self.poleMass * (cosine * cosine) * Self.inverseTotalMass))
    let acceleration =
      push - Self.poleMassLength * angularAcceleration * cosine * Self.inverseTotalMass

    // Explicit Euler: positions move with the velocities of before.
    x += Self.timestep * xVelocity
    xVelocity += Self.timestep * acceleration
    angle += Self.timestep * angularVelocity
    angularVelocity += Self.timestep * angularAcceleration

    guard abs(x) > Self.greatestX || abs(angle) > Self.greatestAngle else {
      return StepResult(reward: 1)
    }
    stepsBeyondTermination += 1
    return StepResult(reward: stepsBeyondTermination == 0 ? 1 : 0, outcome: .terminated)
  }

  public func observe(into observation: inout MutableSpan<Float>) {
    observation[0] = Float(x)
    observation[1] = Float(xVelocity)
    observation[2] = Float(angle)
    observation[3] = Float(angularVelocity)
  }

  public func save(to state: inout EnvironmentState) {
    state["state"] = [x, xVelocity, angle, angularVelocity]
    state["steps_beyond_terminated"] = [stepsBeyondTermination]
  }

  public mutating func restore(from state: EnvironmentState) throws(EnvironmentError) {
    let values = try state.values("state", count: 4)
    (x, xVelocity, angle, angularVelocity) = (values[0], values[1], values[2], values[3])
    stepsBeyondTermination = try state.value("steps_beyond_terminated")
  }

  public var picture: EnvironmentPicture? {
    EnvironmentPicture(Scenes.cartPole, positions: [x, angle], duration: Self.timestep)
  }
}
