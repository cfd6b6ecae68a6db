import Settings
import Tensors

/// A planar robot with two legs that is to walk forward without falling.
///
/// Equal to `Walker2d-v4` of Gymnasium 0.29 on MuJoCo 2.2.2, bit for bit in its states.
public struct Walker2d: MuJoCoEnvironment {
  public struct Configuration: LocomotionArguments, PlanarHealthArguments {
    public var forwardRewardWeight = 1.0
    public var controlCostWeight = 1e-3
    public var healthyReward = 1.0
    public var terminatesWhenUnhealthy = true
    /// Between what, both excluded, the height of the torso stays, in metres.
    public var healthyHeights = 0.8...2.0
    public var healthyAngles = -1.0...1.0
    public var resetNoiseScale = 5e-3
    public var excludesCurrentPosition = true

    public init() {}

    public static let settings: [Setting<Self>] =
      locomotionList + healthList + [healthyAngles]
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
    try MuJoCoModel(name: "walker2d", xml: PackageResources.walker2d_xml)
  }

  public init(_ configuration: Configuration = Configuration()) throws(EnvironmentError) {
    simulation = try MuJoCoSimulation(Self.model.get())
    self.configuration = configuration
    joints = JointView(
      simulation, firstPosition: configuration.excludesCurrentPosition ? 1 : 0,
      velocityBounds: Self.observedVelocities)
  }

  static let description = EnvironmentDescription(
    id: "Walker2d-v4", summary: "Walk forward on two legs in a plane without falling.",
    family: "MuJoCo", maximumEpisodeSteps: 1000, replacedVersions: [2, 3],
    arguments: Configuration.self
  ) { arguments throws(EnvironmentError) in try Walker2d(arguments) }

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
    let isHealthy = configuration.isUpright(simulation.positions)
    xVelocity = (simulation.positions[0] - before) / stepDuration
    forwardReward = configuration.forwardRewardWeight * xVelocity
    healthyReward = configuration.reward(whenHealthy: isHealthy)
    controlCost = configuration.controlCostWeight * Self.squaredNorm(action)
    return StepResult(
      reward: forwardReward + healthyReward - controlCost,
      outcome: configuration.outcome(whenHealthy: isHealthy))
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
