import Settings
import Tensors

/// A body of thirteen links that is to walk forward without falling.
///
/// Equal to `Humanoid-v4` of Gymnasium 0.29 on MuJoCo 2.2.2, bit for bit in its states.
public struct Humanoid: MuJoCoEnvironment {
  public struct Configuration: LocomotionArguments, HealthArguments {
    public var forwardRewardWeight = 1.25
    public var controlCostWeight = 0.1
    public var healthyReward = 5.0
    public var terminatesWhenUnhealthy = true
    /// Between what, both excluded, the height of the torso stays, in metres.
    public var healthyHeights = 1.0...2.0
    public var resetNoiseScale = 1e-2
    public var excludesCurrentPosition = true

    public init() {}

    public static let settings: [Setting<Self>] = locomotionList + healthList
  }

  public let simulation: MuJoCoSimulation
  private let configuration: Configuration
  private let view: HumanoidView
  private let masses: [Double]
  private let totalMass: Double
  /// The centre of mass, x and y in metres, as the last step left it.
  private var massCenter = SIMD2<Double>.zero
  private var velocity = SIMD2<Double>.zero
  private var forwardReward = 0.0
  private var healthyReward = 0.0
  private var controlCost = 0.0

  public static let frameSkip = 5
  private static let model = Result { () throws(EnvironmentError) in
    try MuJoCoModel(name: "humanoid", xml: PackageResources.humanoid_xml)
  }

  public init(_ configuration: Configuration = Configuration()) throws(EnvironmentError) {
    let model = try Self.model.get()
    let masses = model.bodyMasses
    simulation = try MuJoCoSimulation(model)
    self.configuration = configuration
    self.masses = masses
    totalMass = laneSum(masses.count) { masses[$0] }
    view = HumanoidView(
      simulation, firstPosition: configuration.excludesCurrentPosition ? 2 : 0)
  }

  static let description = EnvironmentDescription(
    id: "Humanoid-v4", summary: "Walk forward on two legs without falling.",
    family: "MuJoCo", maximumEpisodeSteps: 1000, replacedVersions: [2, 3],
    arguments: Configuration.self
  ) { arguments throws(EnvironmentError) in try Humanoid(arguments) }

  public var observationSpace: BoxSpace { view.space }

  public mutating func reset(using random: inout RandomStream) {
    let noise = ResetNoise.uniform(configuration.resetNoiseScale)
    simulation.reset(positions: noise, velocities: noise, using: &random)
    massCenter = computeMassCenter()
  }

  public mutating func step(
    _ action: Span<Float>, using random: inout RandomStream
  ) throws(EnvironmentError) -> StepResult {
    let before = massCenter
    try simulate(action)
    simulation.computeExternalForces()
    massCenter = computeMassCenter()
    let isHealthy = configuration.healthyHeights.containsInside(simulation.positions[2])
    velocity = (massCenter - before) / stepDuration
    forwardReward = configuration.forwardRewardWeight * velocity.x
    healthyReward = configuration.reward(whenHealthy: isHealthy)
    controlCost = configuration.controlCostWeight * Self.squaredNorm(action)
    return StepResult(
      reward: forwardReward + healthyReward - controlCost,
      outcome: configuration.outcome(whenHealthy: isHealthy))
  }

  private func computeMassCenter() -> SIMD2<Double> {
    let centers = simulation.bodyMassCenters
    var sum = SIMD2<Double>.zero
    for body in masses.indices { sum += masses[body] * centers[(3 * body)...].xy }
    return sum / totalMass
  }

  public func observe(into observation: inout MutableSpan<Float>) {
    view.observe(into: &observation)
  }

  public func save(to state: inout EnvironmentState) {
    simulation.save(to: &state, with: view.keptQuantities)
    state["mass_center_xy"] = [massCenter.x, massCenter.y]
  }

  public mutating func restore(from state: EnvironmentState) throws(EnvironmentError) {
    try simulation.restore(from: state, with: view.keptQuantities)
    massCenter = SIMD2(try state.values("mass_center_xy", count: 2))
  }

  public var diagnostics: KeyValuePairs<String, [Double]> {
    [
      "x_position": [massCenter.x], "y_position": [massCenter.y],
      "x_velocity": [velocity.x], "y_velocity": [velocity.y],
      "reward_forward": [forwardReward], "reward_healthy": [healthyReward],
      "reward_control": [-controlCost],
    ]
  }
}
