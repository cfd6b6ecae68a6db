import Tensors

/// A cart on a rail that is to balance two poles, one on top of the other.
///
/// Equal to `InvertedDoublePendulum-v4` of Gymnasium 0.29 on MuJoCo 2.2.2, bit for bit in its states.
public struct InvertedDoublePendulum: MuJoCoEnvironment {
  public struct Configuration: ResetNoiseArguments {
    public var resetNoiseScale = 0.1

    public init() {}
  }

  public let simulation: MuJoCoSimulation
  private let configuration: Configuration
  /// The upper end of the poles.
  private let tip: MuJoCoVector
  private var distanceCost = 0.0
  private var velocityCost = 0.0

  public static let frameSkip = 5
  private static let aliveReward = 10.0
  /// The height of the tip, in metres, at which the poles have fallen.
  private static let leastHeight = 1.0
  /// Beyond these, velocities and forces are clipped in the observation.
  private static let observedBounds = -10.0...10.0
  private static let model = Result { () throws(EnvironmentError) in
    try MuJoCoModel(
      name: "inverted_double_pendulum", xml: PackageResources.inverted_double_pendulum_xml)
  }

  public init(_ configuration: Configuration = Configuration()) throws(EnvironmentError) {
    simulation = try MuJoCoSimulation(Self.model.get())
    self.configuration = configuration
    tip = try simulation.position(ofSite: "tip")
  }

  static let description = EnvironmentDescription(
    id: "InvertedDoublePendulum-v4",
    summary: "Balance two linked poles on a cart that a motor drives.",
    family: "MuJoCo", maximumEpisodeSteps: 1000, replacedVersions: [2],
    arguments: Configuration.self
  ) { arguments throws(EnvironmentError) in try InvertedDoublePendulum(arguments) }

  public var observationSpace: BoxSpace {
    BoxSpace(
      [
        .position("slider", unit: "m"), .position("hinge_sine", -1...1),
        .position("hinge2_sine", -1...1),
        .position("hinge_cosine", -1...1), .position("hinge2_cosine", -1...1),
      ] + simulation.model.velocityComponents
        + simulation.model.forceComponents("constraint_force"))
  }

  public var keptQuantities: KeyValuePairs<String, MuJoCoVector> {
    ["qfrc_constraint": simulation.constraintForces]
  }

  public mutating func reset(using random: inout RandomStream) {
    let scale = configuration.resetNoiseScale
    simulation.reset(positions: .uniform(scale), velocities: .normal(scale), using: &random)
  }

  public mutating func step(
    _ action: Span<Float>, using random: inout RandomStream
  ) throws(EnvironmentError) -> StepResult {
    try simulate(action)
    let (x, height) = (tip[0], tip[2])
    let velocities = simulation.velocities
    distanceCost = 0.01 * (x * x) + (height - 2) * (height - 2)
    velocityCost =
      1e-3 * (velocities[1] * velocities[1]) + 5e-3 * (velocities[2] * velocities[2])
    return StepResult(
      reward: Self.aliveReward - distanceCost - velocityCost,
      outcome: height <= Self.leastHeight ? .terminated : .running)
  }

  public func observe(into observation: inout MutableSpan<Float>) {
    let positions = simulation.positions
    observation[0] = Float(positions[0])
    for hinge in 1...2 {
      let (sine, cosine) = sineAndCosine(positions[hinge])
      observation[hinge] = Float(sine)
      observation[2 + hinge] = Float(cosine)
    }
    var place = 5
    let bounds = Self.observedBounds
    simulation.velocities.copy(clippedTo: bounds, to: &observation, at: &place)
    simulation.constraintForces.copy(clippedTo: bounds, to: &observation, at: &place)
  }

  public var diagnostics: KeyValuePairs<String, [Double]> {
    [
      "tip_site_xpos": tip.values, "reward_alive": [Self.aliveReward],
      "reward_distance": [-distanceCost], "reward_velocity": [-velocityCost],
    ]
  }
}
