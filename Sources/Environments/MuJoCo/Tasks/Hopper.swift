import Settings
import Tensors

/// A planar robot with one leg that is to hop forward without falling.
///
/// Equal to `Hopper-v4` of Gymnasium 0.29 on MuJoCo 2.2.2, bit for bit in its states.
public struct Hopper: MuJoCoEnvironment {
  public struct Configuration: LocomotionArguments, PlanarHealthArguments {
    public var forwardRewardWeight = 1.0
    public var controlCostWeight = 1e-3
    public var healthyReward = 1.0
    public var terminatesWhenUnhealthy = true
    /// Between what, both excluded, all positions and velocities but the first two positions stay.
    public var healthyStates = -100.0...100.0
    /// Between what, both excluded, the height of the torso stays, in metres.
    public var healthyHeights = 0.7...Double.infinity
    public var healthyAngles = -0.2...0.2
    public var resetNoiseScale = 5e-3
    public var excludesCurrentPosition = true

    public init() {}

    public static let settings: [Setting<Self>] =
      locomotionList + healthList + [
        healthyAngles,
        Setting(
          "healthy_state_range", \.healthyStates,
          "Between what all positions and velocities but the first two positions stay."),
      ]
  }

  public let simulation: MuJoCoSimulation
  private let configuration: Configuration
  private let joints: JointView
  private var xVelocity = 0.0
  private var forwardReward = 0.0
  private var healthyReward = 0.0
  private var controlCost = 0.0

  public static let frameSkip = 4
  /// Beyond these, velocities are clipped in the observation.
  private static let observedVelocities = -10.0...10.0
  private static let model = Result { () throws(EnvironmentError) in
    try MuJoCoModel(name: "hopper", xml: PackageResources.hopper_xml)
  }

  public init(_ configuration: Configuration = Configuration()) throws(EnvironmentError) {
    simulation = try MuJoCoSimulation(Self.model.get())
    self.configuration = configuration
    joints = JointView(
      simulation, firstPosition: configuration.excludesCurrentPosition ? 1 : 0,
      velocityBounds: Self.observedVelocities)
  }

  static let description = EnvironmentDescription(
    id: "Hopper-v4", summary: "Hop forward on one leg in a plane without falling.",
    family: "MuJoCo", maximumEpisodeSteps: 1000, replacedVersions: [2, 3],
    arguments: Configuration.self
  ) { arguments throws(EnvironmentError) in try Hopper(arguments) }

  public var observationSpace: BoxSpace { BoxSpace(joints.components) }

  public mutating func reset(using random: inout RandomStream) {
    let noise = ResetNoise.uniform(configuration.resetNoiseScale)
    simulation.reset(positions: noise, velocities: noise, using: &random)
  }

  public mutating func step(
    _ action: Span<Float>, using random: inout RandomStream
  ) throws(EnvironmentError) -> StepResult {
    let before = simulation.positions[0]
    try simulate(action)
    let isHealthy = isHealthy
    xVelocity = (simulation.positions[0] - before) / stepDuration
    forwardReward = configuration.forwardRewardWeight * xVelocity
    healthyReward = configuration.reward(whenHealthy: isHealthy)
    controlCost = configuration.controlCostWeight * Self.squaredNorm(action)
    return StepResult(
      reward: forwardReward + healthyReward - controlCost,
      outcome: configuration.outcome(whenHealthy: isHealthy))
  }

  private var isHealthy: Bool {
    let positions = simulation.positions
    let velocities = simulation.velocities
    let states = configuration.healthyStates
    return configuration.isUpright(positions)
      && positions.indices.dropFirst(2).allSatisfy { states.containsInside(positions[$0]) }
      && velocities.indices.allSatisfy { states.containsInside(velocities[$0]) }
  }

  public func observe(into observation: inout MutableSpan<Float>) {
    joints.observe(into: &observation)
  }

  public var diagnostics: KeyValuePairs<String, [Double]> {
    [
      "x_position": [simulation.positions[0]], "x_velocity": [xVelocity],
      "reward_forward": [forwardReward], "reward_healthy": [healthyReward],
      "reward_control": [-controlCost],
    ]
  }
}
