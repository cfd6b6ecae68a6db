import Tensors

/// A chain of three links in a plane that is to swim forward through a dense fluid. It cannot fail.
///
/// Equal to `Swimmer-v4` of Gymnasium 0.29 on MuJoCo 2.2.2, bit for bit in its states.
public struct Swimmer: MuJoCoEnvironment {
  public struct Configuration: LocomotionArguments {
    public var forwardRewardWeight = 1.0
    public var controlCostWeight = 1e-4
    public var resetNoiseScale = 0.1
    public var excludesCurrentPosition = true

    public init() {}
  }

  public let simulation: MuJoCoSimulation
  private let configuration: Configuration
  private let joints: JointView
  private var velocity = SIMD2<Double>.zero
  private var forwardReward = 0.0
  private var controlCost = 0.0

  public static let frameSkip = 4
  private static let model = Result { () throws(EnvironmentError) in
    try MuJoCoModel(name: "swimmer", xml: PackageResources.swimmer_xml)
  }

  public init(_ configuration: Configuration = Configuration()) throws(EnvironmentError) {
    simulation = try MuJoCoSimulation(Self.model.get())
    self.configuration = configuration
    joints = JointView(
      simulation, firstPosition: configuration.excludesCurrentPosition ? 2 : 0)
  }

  static let description = EnvironmentDescription(
    id: "Swimmer-v4", summary: "Swim forward with three links in a plane.",
    family: "MuJoCo", maximumEpisodeSteps: 1000, replacedVersions: [2, 3],
    arguments: Configuration.self
  ) { arguments throws(EnvironmentError) in try Swimmer(arguments) }

  public var observationSpace: BoxSpace { BoxSpace(joints.components) }

  public mutating func reset(using random: inout RandomStream) {
    let noise = ResetNoise.uniform(configuration.resetNoiseScale)
    simulation.reset(positions: noise, velocities: noise, using: &random)
  }

  public mutating func step(
    _ action: Span<Float>, using random: inout RandomStream
  ) throws(EnvironmentError) -> StepResult {
    let before = simulation.positions.xy
    try simulate(action)
    velocity = (simulation.positions.xy - before) / stepDuration
    forwardReward = configuration.forwardRewardWeight * velocity.x
    controlCost = configuration.controlCostWeight * Self.squaredNorm(action)
    return StepResult(reward: forwardReward - controlCost)
  }

  public func observe(into observation: inout MutableSpan<Float>) {
    joints.observe(into: &observation)
  }

  public var diagnostics: KeyValuePairs<String, [Double]> {
    let place = simulation.positions.xy
    return [
      "x_position": [place.x], "y_position": [place.y],
      "x_velocity": [velocity.x], "y_velocity": [velocity.y],
      "reward_forward": [forwardReward], "reward_control": [-controlCost],
    ]
  }
}
