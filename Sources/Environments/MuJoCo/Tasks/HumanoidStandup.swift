import Tensors

/// The body of the ``Humanoid`` lying on its back, which is to stand up. It cannot fail.
///
/// Equal to `HumanoidStandup-v4` of Gymnasium 0.29 on MuJoCo 2.2.2, bit for bit in its states.
public struct HumanoidStandup: MuJoCoEnvironment {
  public struct Configuration: ResetNoiseArguments {
    public var resetNoiseScale = 0.01

    public init() {}
  }

  public let simulation: MuJoCoSimulation
  private let configuration: Configuration
  private let view: HumanoidView
  private var heightReward = 0.0
  private var controlCost = 0.0
  private var impactCost = 0.0

  public static let frameSkip = 5
  private static let constantReward = 1.0
  private static let greatestImpactCost = 10.0
  private static let model = Result { () throws(EnvironmentError) in
    try MuJoCoModel(name: "humanoid_standup", xml: PackageResources.humanoid_standup_xml)
  }

  public init(_ configuration: Configuration = Configuration()) throws(EnvironmentError) {
    simulation = try MuJoCoSimulation(Self.model.get())
    self.configuration = configuration
    view = HumanoidView(simulation, firstPosition: 2)
  }

  static let description = EnvironmentDescription(
    id: "HumanoidStandup-v4", summary: "Stand up from lying on the back.",
    family: "MuJoCo", maximumEpisodeSteps: 1000, replacedVersions: [2],
    arguments: Configuration.self
  ) { arguments throws(EnvironmentError) in try HumanoidStandup(arguments) }

  public var observationSpace: BoxSpace { view.space }

  public var keptQuantities: KeyValuePairs<String, MuJoCoVector> { view.keptQuantities }

  public mutating func reset(using random: inout RandomStream) {
    let noise = ResetNoise.uniform(configuration.resetNoiseScale)
    simulation.reset(positions: noise, velocities: noise, using: &random)
  }

  public mutating func step(
    _ action: Span<Float>, using random: inout RandomStream
  ) throws(EnvironmentError) -> StepResult {
    try simulate(action)
    simulation.computeExternalForces()
    // By the simulator's step, not the environment's: so Gymnasium has it.
    heightReward = simulation.positions[2] / simulation.model.timestep
    controlCost = 0.1 * Self.squaredNorm(action)
    impactCost = min(0.5e-6 * simulation.externalForces.squaredNorm(), Self.greatestImpactCost)
    return StepResult(reward: heightReward - controlCost - impactCost + Self.constantReward)
  }

  public func observe(into observation: inout MutableSpan<Float>) {
    view.observe(into: &observation)
  }

  public var diagnostics: KeyValuePairs<String, [Double]> {
    [
      "reward_height": [heightReward], "reward_control": [-controlCost],
      "reward_impact": [-impactCost], "reward_constant": [Self.constantReward],
    ]
  }
}
