import Tensors

/// A planar runner of seven links that is to run forward as fast as it can. It cannot fail.
///
/// Equal to `HalfCheetah-v4` of Gymnasium 0.29 on MuJoCo 2.2.2, bit for bit in its states.
public struct HalfCheetah: MuJoCoEnvironment {
  public struct Configuration: LocomotionArguments {
    public var forwardRewardWeight = 1.0
    public var controlCostWeight = 0.1
    public var resetNoiseScale = 0.1
    public var excludesCurrentPosition = true

    public init() {}
  }

  public let simulation: MuJoCoSimulation
  private let configuration: Configuration
  private let joints: JointView
  private var xVelocity = 0.0
  private var forwardReward = 0.0
  private var controlCost = 0.0

  public static let frameSkip = 5
  private static let model = Result { () throws(EnvironmentError) in
    try MuJoCoModel(name: "half_cheetah", xml: PackageResources.half_cheetah_xml)
  }

  public init(_ configuration: Configuration = Configuration()) throws(EnvironmentError) {
    simulation = try MuJoCoSimulation(Self.model.get())
    self.configuration = configuration
    joints = JointView(
      simulation, firstPosition: configuration.excludesCurrentPosition ? 1 : 0)
  }

  static let description = EnvironmentDescription(
    id: "HalfCheetah-v4", summary: "Run forward with two legs in a plane.",
    family: "MuJoCo", maximumEpisodeSteps: 1000, replacedVersions: [2, 3],
    arguments: Configuration.self
  ) { arguments throws(EnvironmentError) in try HalfCheetah(arguments) }

  public var observationSpace: BoxSpace { BoxSpace(joints.components) }

  public mutating func reset(using random: inout RandomStream) {
    let scale = configuration.resetNoiseScale
    simulation.reset(positions: .uniform(scale), velocities: .normal(scale), using: &random)
  }

  public mutating func step(
    _ action: Span<Float>, using random: inout RandomStream
  ) throws(EnvironmentError) -> StepResult {
    let before = simulation.positions[0]
    try simulate(action)
    xVelocity = (simulation.positions[0] - before) / stepDuration
    forwardReward = configuration.forwardRewardWeight * xVelocity
    controlCost = configuration.controlCostWeight * Self.squaredNorm(action)
    return StepResult(reward: forwardReward - controlCost)
  }

  public func observe(into observation: inout MutableSpan<Float>) {
    joints.observe(into: &observation)
  }

  public var diagnostics: KeyValuePairs<String, [Double]> {
    [
      "x_position": [simulation.positions[0]], "x_velocity": [xVelocity],
      "reward_forward": [forwardReward], "reward_control": [-controlCost],
    ]
  }
}
