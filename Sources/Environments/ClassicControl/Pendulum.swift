import Settings
import Tensors

/// A pendulum that is to be swung up and held by a weak motor. It never terminates. Equal to
/// `Pendulum-v1` of Gymnasium 0.29.
public struct Pendulum: Environment {
  public struct Configuration: EnvironmentArguments {
    /// The acceleration of gravity, in metres per square second.
    public var gravity = 10.0

    public init() {}

    public static let settings = [
      Setting(
        "g", \Self.gravity, "The acceleration of gravity, in metres per square second.")
    ]
  }

  private let gravity: Double
  /// 0 is upright; whole turns are counted.
  private var angle = 0.0
  private var velocity = 0.0

  // SI units. Mass and length are 1.
  private static let timestep = 0.05
  private static let greatestVelocity = 8.0
  private static let greatestTorque = 2.0

  public init(_ configuration: Configuration = Configuration()) {
    gravity = configuration.gravity
  }

  static let description = EnvironmentDescription(
    id: "Pendulum-v1", summary: "Swing a pendulum up with a weak motor and hold it.",
    family: "Classic control", maximumEpisodeSteps: 200, arguments: Configuration.self
  ) { Pendulum($0) }

  public var observationSpace: BoxSpace {
    let velocity = Float(Self.greatestVelocity)
    return BoxSpace([
      .position("cosine", -1...1), .position("sine", -1...1),
      .velocity("angular_velocity", -velocity...velocity, unit: "rad/s"),
    ])
  }

  public var actionSpace: ActionSpace {
    .box(low: [-Float(Self.greatestTorque)], high: [Float(Self.greatestTorque)])
  }

  public var actionLabels: [QuantityLabel] { [QuantityLabel("torque", unit: "N m")] }

  public var secondsPerStep: Double? { Self.timestep }

  public mutating func reset(using random: inout RandomStream) {
    angle = random.uniform(-.pi, .pi)
    velocity = random.uniform(-1, 1)
  }

  public mutating func step(_ action: Span<Float>, using random: inout RandomStream) -> StepResult {
    let torque = min(max(Double(action[0]), -Self.greatestTorque), Self.greatestTorque)
    let distance = Self.wrapped(angle)
    let cost = distance * distance + 0.1 * (velocity * velocity) + 0.001 * (torque * torque)

    let acceleration = 3 * gravity / 2 * sineAndCosine(angle).sine + 3 * torque
    velocity += acceleration * Self.timestep
    velocity = min(max(velocity, -Self.greatestVelocity), Self.greatestVelocity)
    angle += velocity * Self.timestep
    return StepResult(reward: -cost)
  }

  /// The same direction as an angle in [-pi, pi).
  private static func wrapped(_ angle: Double) -> Double {
    let turned = angle + .pi
    // The general way takes longer than the rest of a step.
    if turned >= 0 && turned < 2 * .pi { return turned - .pi }
    let rest = turned.truncatingRemainder(dividingBy: 2 * .pi)
    return (rest < 0 ? rest + 2 * .pi : rest) - .pi
  }

  public func observe(into observation: inout MutableSpan<Float>) {
    let (sine, cosine) = sineAndCosine(angle)
    observation[0] = Float(cosine)
    observation[1] = Float(sine)
    observation[2] = Float(velocity)
  }

  public func save(to state: inout EnvironmentState) { state["state"] = [angle, velocity] }

  public mutating func restore(from state: EnvironmentState) throws(EnvironmentError) {
    let values = try state.values("state", count: 2)
    (angle, velocity) = (values[0], values[1])
  }

  public var picture: EnvironmentPicture? {
    EnvironmentPicture(Scenes.pendulum, positions: [angle], duration: Self.timestep)
  }
}
