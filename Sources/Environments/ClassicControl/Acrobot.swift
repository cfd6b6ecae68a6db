import Tensors

/// Two links on a hinge with a motor between them, which is to swing the free end above a line (Sutton
/// 1996). Equal to `Acrobot-v1` of Gymnasium 0.29, with the equations of motion of Sutton and Barto's
/// book.
public struct Acrobot: Environment {
  /// The angle of the first link from hanging down, and of the second from the first.
  private var angles = SIMD2<Double>()
  private var velocities = SIMD2<Double>()

  // SI units. Both links have length, mass and moment of inertia 1, and their centres in the middle.
  private static let gravity = 9.8
  private static let timestep = 0.2
  private static let greatestVelocities = SIMD2(4 * Double.pi, 9 * Double.pi)

  public init() {}

  static let description = EnvironmentDescription(
    id: "Acrobot-v1", summary: "Swing the free end of two links up with a motor between them.",
    family: "Classic control", maximumEpisodeSteps: 500
  ) { Acrobot() }

  public var observationSpace: BoxSpace {
    let (first, second) = (Self.greatestVelocities[0], Self.greatestVelocities[1])
    return BoxSpace([
      .position("cosine_1", -1...1), .position("sine_1", -1...1),
      .position("cosine_2", -1...1), .position("sine_2", -1...1),
      .velocity("angular_velocity_1", -Float(first)...Float(first), unit: "rad/s"),
      .velocity("angular_velocity_2", -Float(second)...Float(second), unit: "rad/s"),
    ])
  }

  /// The torque: -1, 0 or 1 newton metre.
  public var actionSpace: ActionSpace { .discrete(3) }

  public var actionLabels: [QuantityLabel] {
    ["negative_torque", "no_torque", "positive_torque"]
  }

  public var secondsPerStep: Double? { Self.timestep }

  public mutating func reset(using random: inout RandomStream) {
    // In single precision, as in the original.
    func noise() -> Double { Double(Float(random.uniform(-0.1, 0.1))) }
    angles = SIMD2(noise(), noise())
    velocities = SIMD2(noise(), noise())
  }

  public mutating func step(_ action: Span<Float>, using random: inout RandomStream) -> StepResult {
    move(torque: Double(action[0]) - 1)
    angles = SIMD2(Self.wrapped(angles[0]), Self.wrapped(angles[1]))
    velocities = velocities.clamped(
      lowerBound: -Self.greatestVelocities, upperBound: Self.greatestVelocities)
    let height = -sineAndCosine(angles[0]).cosine - sineAndCosine(angles[0] + angles[1]).cosine
    return height > 1
      ? StepResult(reward: 0, outcome: .terminated) : StepResult(reward: -1)
  }

  /// One step of the Runge-Kutta method of fourth order.
  private mutating func move(torque: Double) {
    let half = Self.timestep / 2
    let a1 = Self.accelerations(angles, velocities, torque)
    let v2 = velocities + half * a1
    let a2 = Self.accelerations(angles + half * velocities, v2, torque)
    let v3 = velocities + half * a2
    let a3 = Self.accelerations(angles + half * v2, v3, torque)
    let v4 = velocities + Self.timestep * a3
    let a4 = Self.accelerations(angles + Self.timestep * v3, v4, torque)
    angles += Self.mean(velocities, v2, v3, v4)
    velocities += Self.mean(a1, a2, a3, a4)
  }

  /// What the four slopes of the method add up to over a time step.
  private static func mean(
    _ first: SIMD2<Double>, _ second: SIMD2<Double>, _ third: SIMD2<Double>, _ last: SIMD2<Double>
  ) -> SIMD2<Double> {
    let middle = second + third
    let sum = first + middle + middle + last
    return timestep / 6 * sum
  }

  private static func accelerations(
    _ angles: SIMD2<Double>, _ velocities: SIMD2<Double>, _ torque: Double
  ) -> SIMD2<Double> {
    let (sine1, cosine1) = sineAndCosine(angles[0])
    let (sine2, cosine2) = sineAndCosine(angles[1])
    let inertia1 = 3.5 + cosine2
    let inertia2 = 1.25 + 0.5 * cosine2
    let gravity2 = 0.5 * gravity * (sine1 * cosine2 + cosine1 * sine2)
    let gravity1 =
      -0.5 * sine2 * velocities[1] * (velocities[1] + 2 * velocities[0])
      + 1.5 * gravity * sine1 + gravity2
    let ratio = inertia2 / inertia1
    let second =
      (torque + ratio * gravity1 - 0.5 * velocities[0] * velocities[0] * sine2 - gravity2)
      / (1.25 - inertia2 * ratio)
    return SIMD2(-(inertia2 * second + gravity1) / inertia1, second)
  }

  /// The same direction as an angle in [-pi, pi], by whole turns.
  private static func wrapped(_ angle: Double) -> Double {
    var angle = angle
    while angle > .pi { angle -= 2 * .pi }
    while angle < -.pi { angle += 2 * .pi }
    return angle
  }

  public func observe(into observation: inout MutableSpan<Float>) {
    for link in 0..<2 {
      let (sine, cosine) = sineAndCosine(angles[link])
      observation[2 * link] = Float(cosine)
      observation[2 * link + 1] = Float(sine)
      observation[4 + link] = Float(velocities[link])
    }
  }

  public func save(to state: inout EnvironmentState) {
    state["state"] = [angles[0], angles[1], velocities[0], velocities[1]]
  }

  public mutating func restore(from state: EnvironmentState) throws(EnvironmentError) {
    let values = try state.values("state", count: 4)
    angles = SIMD2(values[0], values[1])
    velocities = SIMD2(values[2], values[3])
  }

  public var picture: EnvironmentPicture? {
    EnvironmentPicture(
      Scenes.acrobot, positions: [angles[0], angles[1]], duration: Self.timestep)
  }
}
