import Tensors

/// A planar runner of seven links that is to run forward as fast as it can. It cannot fail.
///
/// Equal to `HalfCheetah-v4` of Gymnasium 0.29 on MuJoCo 2.2.2, bit for bit in its states.
public struct HalfCheetah: MuJoCoEnvironment {
  public struct Configuration: EnvironmentArguments {
    /// The weight of the forward velocity in the reward.
    public var forwardRewardWeight = 1.0
    /// The weight of the squared action in the cost.
    public var controlCostWeight = 0.1
    /// The size of the noise in the state after a reset.
    public var resetNoiseScale = 0.1
    /// Whether the agent does not see how far it has come.
    public var excludesCurrentPosition = true

    public init() {}

    public static let list = [
      EnvironmentArgument(
        "forward_reward_weight", \Self.forwardRewardWeight,
        "The weight of the forward velocity in the reward."),
      EnvironmentArgument(
        "ctrl_cost_weight", \Self.controlCostWeight, "The weight of the squared action in the cost."
      ),
      EnvironmentArgument(
        "reset_noise_scale", \Self.resetNoiseScale,
        "The size of the noise in the state after a reset.", in: 0...),
      EnvironmentArgument(
        "exclude_current_positions_from_observation", \Self.excludesCurrentPosition,
        "Whether the agent does not see how far it has come."),
    ]
  }

  public let simulation: MuJoCoSimulation
  private let configuration: Configuration
  private var xVelocity = 0.0
  private var forwardReward = 0.0
  private var controlCost = 0.0

  private static let frameSkip = 5
  private static let model = Result { () throws(EnvironmentError) in
    try MuJoCoModel(name: "half_cheetah", xml: PackageResources.half_cheetah_xml)
  }

  public init(_ configuration: Configuration = Configuration()) throws(EnvironmentError) {
    simulation = try MuJoCoSimulation(Self.model.get())
    self.configuration = configuration
  }

  static let description = EnvironmentDescription(
    id: "HalfCheetah-v4", summary: "Run forward with two legs in a plane.",
    family: "MuJoCo", maximumEpisodeSteps: 1000, replacedVersions: [2, 3],
    arguments: Configuration.self
  ) { arguments throws(EnvironmentError) in try HalfCheetah(arguments) }

  private var firstPosition: Int { configuration.excludesCurrentPosition ? 1 : 0 }

  public var observationSpace: BoxSpace {
    BoxSpace(
      simulation.model.positionComponents.dropFirst(firstPosition)
        + simulation.model.velocityComponents)
  }

  public mutating func reset(using random: inout RandomStream) {
    let scale = configuration.resetNoiseScale
    simulation.reset()
    for index in simulation.positions.indices {
      simulation.positions[index] += random.uniform(-scale, scale)
    }
    for index in simulation.velocities.indices {
      simulation.velocities[index] += scale * random.normal()
    }
    simulation.forward()
  }

  public mutating func step(
    _ action: Span<Float>, using random: inout RandomStream
  ) throws(EnvironmentError) -> StepResult {
    let before = simulation.positions[0]
    simulation.controls.set(action)
    try simulation.step(Self.frameSkip)
    xVelocity =
      (simulation.positions[0] - before) / (simulation.model.timestep * Double(Self.frameSkip))
    forwardReward = configuration.forwardRewardWeight * xVelocity
    controlCost = configuration.controlCostWeight * Self.squaredNorm(action)
    return StepResult(reward: forwardReward - controlCost)
  }

  public func observe(into observation: inout MutableSpan<Float>) {
    let positions = simulation.positions
    positions.copy(from: firstPosition, to: &observation, at: 0)
    simulation.velocities.copy(to: &observation, at: positions.count - firstPosition)
  }

  public var diagnostics: KeyValuePairs<String, [Double]> {
    [
      "x_position": [simulation.positions[0]], "x_velocity": [xVelocity],
      "reward_forward": [forwardReward], "reward_control": [-controlCost],
    ]
  }
}
