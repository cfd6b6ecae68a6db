import Tensors

/// An arm of two links in a plane whose fingertip is to reach a target that lies elsewhere in each
/// episode.
///
/// Equal to `Reacher-v4` of Gymnasium 0.29 on MuJoCo 2.2.2, bit for bit in its states.
public struct Reacher: MuJoCoEnvironment {
  public let simulation: MuJoCoSimulation
  private let fingertip: MuJoCoVector
  private let target: MuJoCoVector
  private var distance = 0.0
  private var controlCost = 0.0

  public static let frameSkip = 2
  /// How far from the middle the target lies at most, in metres.
  private static let greatestTargetDistance = 0.2
  private static let model = Result { () throws(EnvironmentError) in
    try MuJoCoModel(name: "reacher", xml: PackageResources.reacher_xml)
  }

  public init() throws(EnvironmentError) {
    simulation = try MuJoCoSimulation(Self.model.get())
    fingertip = try simulation.position(ofBody: "fingertip")
    target = try simulation.position(ofBody: "target")
  }

  static let description = EnvironmentDescription(
    id: "Reacher-v4", summary: "Reach a target with an arm of two links.",
    family: "MuJoCo", maximumEpisodeSteps: 50, replacedVersions: [2]
  ) { () throws(EnvironmentError) in try Reacher() }

  public var observationSpace: BoxSpace {
    BoxSpace([
      .position("joint0_cosine", -1...1), .position("joint1_cosine", -1...1),
      .position("joint0_sine", -1...1), .position("joint1_sine", -1...1),
      .position("target_x", unit: "m"), .position("target_y", unit: "m"),
      .velocity("joint0_velocity", unit: "rad/s"), .velocity("joint1_velocity", unit: "rad/s"),
      .position("target_to_fingertip_x", unit: "m"),
      .position("target_to_fingertip_y", unit: "m"),
      .position("target_to_fingertip_z", unit: "m"),
    ])
  }

  public var keptQuantities: KeyValuePairs<String, MuJoCoVector> {
    ["fingertip_xpos": fingertip, "target_xpos": target]
  }

  public mutating func reset(using random: inout RandomStream) {
    simulation.reset()
    ResetNoise.uniform(0.1).add(to: simulation.positions[..<2], using: &random)
    ResetNoise.uniform(0.005).add(to: simulation.velocities[..<2], using: &random)
    let target = simulation.positions[2...]
    let bound = Self.greatestTargetDistance
    repeat {
      target[0] = random.uniform(-bound, bound)
      target[1] = random.uniform(-bound, bound)
    } while target.squaredNorm() >= bound * bound
    simulation.forward()
  }

  public mutating func step(
    _ action: Span<Float>, using random: inout RandomStream
  ) throws(EnvironmentError) -> StepResult {
    // The distance that the step before left.
    distance = fingertip.distance(to: target)
    controlCost = Self.squaredNorm(action)
    try simulate(action)
    return StepResult(reward: -distance - controlCost)
  }

  public func observe(into observation: inout MutableSpan<Float>) {
    let positions = simulation.positions
    for joint in 0..<2 {
      let (sine, cosine) = sineAndCosine(positions[joint])
      observation[joint] = Float(cosine)
      observation[2 + joint] = Float(sine)
    }
    var place = 4
    positions[2...].copy(to: &observation, at: &place)
    simulation.velocities[..<2].copy(to: &observation, at: &place)
    for axis in 0..<3 { observation[place + axis] = Float(fingertip[axis] - target[axis]) }
  }

  public var diagnostics: KeyValuePairs<String, [Double]> {
    ["reward_distance": [-distance], "reward_control": [-controlCost]]
  }
}
