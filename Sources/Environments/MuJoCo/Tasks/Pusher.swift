import Tensors

/// An arm of seven joints that is to push a puck over a table to a goal.
///
/// Equal to `Pusher-v4` of Gymnasium 0.29 on MuJoCo 2.2.2, bit for bit in its states.
public struct Pusher: MuJoCoEnvironment {
  public let simulation: MuJoCoSimulation
  private let tips: MuJoCoVector
  private let puck: MuJoCoVector
  private let goal: MuJoCoVector
  private var distanceCost = 0.0
  private var nearCost = 0.0
  private var controlCost = 0.0

  public static let frameSkip = 5
  /// The joints of the arm; the others move puck and goal.
  private static let armJoints = 7
  private static let model = Result { () throws(EnvironmentError) in
    try MuJoCoModel(name: "pusher", xml: PackageResources.pusher_xml)
  }

  public init() throws(EnvironmentError) {
    simulation = try MuJoCoSimulation(Self.model.get())
    tips = try simulation.position(ofBody: "tips_arm")
    puck = try simulation.position(ofBody: "object")
    goal = try simulation.position(ofBody: "goal")
  }

  static let description = EnvironmentDescription(
    id: "Pusher-v4", summary: "Push a puck to a goal with an arm of seven joints.",
    family: "MuJoCo", maximumEpisodeSteps: 100, replacedVersions: [2]
  ) { () throws(EnvironmentError) in try Pusher() }

  public var observationSpace: BoxSpace {
    let model = simulation.model
    let places = ["tips_arm", "object", "goal"].flatMap { body in
      ["x", "y", "z"].map { BoxSpace.Component.position("\(body)_\($0)", unit: "m") }
    }
    return BoxSpace(
      model.positionComponents.prefix(Self.armJoints)
        + model.velocityComponents.prefix(Self.armJoints) + places)
  }

  public var keptQuantities: KeyValuePairs<String, MuJoCoVector> {
    ["tips_arm_xpos": tips, "object_xpos": puck, "goal_xpos": goal]
  }

  public mutating func reset(using random: inout RandomStream) {
    simulation.reset()
    ResetNoise.uniform(0.005).add(to: simulation.velocities[..<Self.armJoints], using: &random)
    // The goal stays where the model has it, and the puck lies beside it, not on it.
    let puck = simulation.positions[Self.armJoints..<Self.armJoints + 2]
    repeat {
      puck[0] = random.uniform(-0.3, 0)
      puck[1] = random.uniform(-0.2, 0.2)
    } while puck.squaredNorm() <= 0.17 * 0.17
    simulation.forward()
  }

  public mutating func step(
    _ action: Span<Float>, using random: inout RandomStream
  ) throws(EnvironmentError) -> StepResult {
    // The distances that the step before left.
    distanceCost = puck.distance(to: goal)
    nearCost = 0.5 * puck.distance(to: tips)
    controlCost = 0.1 * Self.squaredNorm(action)
    try simulate(action)
    return StepResult(reward: -distanceCost - controlCost - nearCost)
  }

  public func observe(into observation: inout MutableSpan<Float>) {
    var place = 0
    simulation.positions[..<Self.armJoints].copy(to: &observation, at: &place)
    simulation.velocities[..<Self.armJoints].copy(to: &observation, at: &place)
    tips.copy(to: &observation, at: &place)
    puck.copy(to: &observation, at: &place)
    goal.copy(to: &observation, at: &place)
  }

  public var diagnostics: KeyValuePairs<String, [Double]> {
    [
      "reward_distance": [-distanceCost], "reward_near": [-nearCost],
      "reward_control": [-controlCost],
    ]
  }
}
