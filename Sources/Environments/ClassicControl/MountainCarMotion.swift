import Settings

/// A car in a valley, whose motor is too weak to climb out at once (Moore 1990): what the task with
/// discrete actions and the one with continuous actions share.
struct MountainCarMotion {
  /// Between -1.2, where there is a wall, and 0.6.
  var position = 0.0
  var velocity = 0.0

  static let positions = -1.2...0.6
  static let greatestVelocity = 0.07

  /// Moves on under an acceleration of the motor.
  mutating func move(acceleration: Double) {
    velocity += acceleration - 0.0025 * sineAndCosine(3 * position).cosine
    velocity = min(max(velocity, -Self.greatestVelocity), Self.greatestVelocity)
    position += velocity
    position = min(max(position, Self.positions.lowerBound), Self.positions.upperBound)
    if position == Self.positions.lowerBound && velocity < 0 { velocity = 0 }
  }

  static var components: [BoxSpace.Component] {
    let bounds = Float(positions.lowerBound)...Float(positions.upperBound)
    let velocity = Float(greatestVelocity)
    return [.position("position", bounds), .velocity("velocity", -velocity...velocity)]
  }

  func observe(into observation: inout MutableSpan<Float>) {
    observation[0] = Float(position)
    observation[1] = Float(velocity)
  }

  func save(to state: inout EnvironmentState) { state["state"] = [position, velocity] }

  mutating func restore(from state: EnvironmentState) throws(EnvironmentError) {
    let values = try state.values("state", count: 2)
    (position, velocity) = (values[0], values[1])
  }

  /// The task has no unit of time; so a video takes seven seconds for 200 steps.
  func picture(goal: Double) -> EnvironmentPicture? {
    EnvironmentPicture(
      Scenes.mountainCar, positions: MountainCarScene.pose(position),
      boxes: MountainCarScene.flag(at: goal), duration: 1.0 / 30)
  }
}

/// The arguments of both tasks.
public struct MountainCarArguments: EnvironmentArguments {
  /// How fast the car has to be at the goal.
  public var goalVelocity = 0.0

  public init() {}

  public static let settings = [
    Setting(
      "goal_velocity", \Self.goalVelocity, "How fast the car has to be at the goal, at least.")
  ]
}
