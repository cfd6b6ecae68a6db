import Foundation
import Tensors

/// A pendulum that is to be swung up and held by a weak motor. It never terminates. Equal to
/// `Pendulum-v1` of Gymnasium 0.29.
public struct Pendulum: Environment {
  /// 0 is upright; whole turns are counted.
  private var angle = 0.0
  private var velocity = 0.0

  // SI units. Mass and length are 1.
  private static let gravity = 10.0
  private static let timestep = 0.05
  private static let greatestVelocity = 8.0
  private static let greatestTorque = 2.0

  public init() {}

  static let description = EnvironmentDescription(
    id: "Pendulum-v1", summary: "Swing a pendulum up with a weak motor and hold it.",
    family: "Classic control", maximumEpisodeSteps: 200
  ) { Pendulum() }

  public var observationSpace: BoxSpace {
    let velocity = Float(Self.greatestVelocity)
    return BoxSpace([
      .position("cosine", -1...1), .position("sine", -1...1),
      .velocity("angular_velocity", -velocity...velocity),
    ])
  }

  public var actionSpace: ActionSpace {
    .box(low: [-Float(Self.greatestTorque)], high: [Float(Self.greatestTorque)])
  }

  public mutating func reset(using random: inout RandomStream) {
    angle = random.uniform(-.pi, .pi)
    velocity = random.uniform(-1, 1)
  }

  public mutating func step(_ action: Span<Float>, using random: inout RandomStream) -> StepResult {
    let torque = min(max(Double(action[0]), -Self.greatestTorque), Self.greatestTorque)
    let distance = Self.wrapped(angle)
    let cost = distance * distance + 0.1 * (velocity * velocity) + 0.001 * (torque * torque)

    let acceleration = 3 * Self.gravity / 2 * sin(angle) + 3 * torque
    velocity += acceleration * Self.timestep
    velocity = min(max(velocity, -Self.greatestVelocity), Self.greatestVelocity)
    angle += velocity * Self.timestep
    return StepResult(reward: -cost)
  }

  /// The same direction as an angle in [-pi, pi).
  private static func wrapped(_ angle: Double) -> Double {
    let turned = (angle + .pi).truncatingRemainder(dividingBy: 2 * .pi)
    return (turned < 0 ? turned + 2 * .pi : turned) - .pi
  }

  public func observe(into observation: inout MutableSpan<Float>) {
    observation[0] = Float(cos(angle))
    observation[1] = Float(sin(angle))
    observation[2] = Float(velocity)
  }

  public func save(to state: inout EnvironmentState) { state["state"] = [angle, velocity] }

  public mutating func restore(from state: EnvironmentState) throws(EnvironmentError) {
    let values = try state.values("state", count: 2)
    (angle, velocity) = (values[0], values[1])
  }
}
