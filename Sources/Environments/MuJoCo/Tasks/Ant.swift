import Settings
import Tensors

/// A sphere on four legs that is to walk forward without falling.
///
/// Equal to `Ant-v4` of Gymnasium 0.29 on MuJoCo 2.2.2, bit for bit in its states.
public struct Ant: MuJoCoEnvironment {
  public struct Configuration: LocomotionArguments, HealthArguments {
    /// `Ant-v4` itself has no such argument, its next version has.
    public var forwardRewardWeight = 1.0
    public var controlCostWeight = 0.5
    /// Whether the agent feels the forces on its bodies and pays for them.
    public var usesContactForces = false
    /// The weight of the squared forces in the cost.
    public var contactCostWeight = 5e-4
    public var healthyReward = 1.0
    public var terminatesWhenUnhealthy = true
    /// Between what, both included, the height of the torso stays, in metres.
    public var healthyHeights = 0.2...1.0
    /// Between what the forces are clipped, in newtons and newton metres.
    public var contactForces = -1.0...1.0
    public var resetNoiseScale = 0.1
    public var excludesCurrentPosition = true

    public init() {}

    public static let settings: [Setting<Self>] =
      locomotionList + healthList + [
        Setting(
          "use_contact_forces", \.usesContactForces,
          "Whether the agent feels the forces on its bodies and pays for them."),
        Setting(
          "contact_cost_weight", \.contactCostWeight,
          "The weight of the squared forces in the cost.", in: 0...),
        Setting(
          "contact_force_range", \.contactForces,
          "Between what the forces are clipped, in newtons and newton metres."),
      ]
  }

  public let simulation: MuJoCoSimulation
  private let configuration: Configuration
  private let joints: JointView
  private let torso: MuJoCoVector
  private var velocity = SIMD2<Double>.zero
  private var forwardReward = 0.0
  private var healthyReward = 0.0
  private var controlCost = 0.0
  private var contactCost = 0.0

  public static let frameSkip = 5
  private static let model = Result { () throws(EnvironmentError) in
    try MuJoCoModel(name: "ant", xml: PackageResources.ant_xml)
  }

  public init(_ configuration: Configuration = Configuration()) throws(EnvironmentError) {
    simulation = try MuJoCoSimulation(Self.model.get())
    self.configuration = configuration
    joints = JointView(
      simulation, firstPosition: configuration.excludesCurrentPosition ? 2 : 0)
    torso = try simulation.position(ofBody: "torso")
  }

  static let description = EnvironmentDescription(
    id: "Ant-v4", summary: "Walk forward on four legs without falling.",
    family: "MuJoCo", maximumEpisodeSteps: 1000, replacedVersions: [2, 3],
    arguments: Configuration.self
  ) { arguments throws(EnvironmentError) in try Ant(arguments) }

  public var observationSpace: BoxSpace {
    let forces = configuration.usesContactForces ? simulation.model.externalForceComponents : []
    return BoxSpace(joints.components + forces)
  }

  public var keptQuantities: KeyValuePairs<String, MuJoCoVector> {
    configuration.usesContactForces
      ? ["torso_xpos": torso, "cfrc_ext": simulation.externalForces] : ["torso_xpos": torso]
  }

  public mutating func reset(using random: inout RandomStream) {
    let scale = configuration.resetNoiseScale
    simulation.reset(positions: .uniform(scale), velocities: .normal(scale), using: &random)
  }

  public mutating func step(
    _ action: Span<Float>, using random: inout RandomStream
  ) throws(EnvironmentError) -> StepResult {
    let before = torso.xy
    try simulate(action)
    if configuration.usesContactForces {
      simulation.computeExternalForces()
      contactCost =
        configuration.contactCostWeight
        * simulation.externalForces.squaredNorm(clippedTo: configuration.contactForces)
    }
    let isHealthy = isHealthy
    velocity = (torso.xy - before) / stepDuration
    forwardReward = configuration.forwardRewardWeight * velocity.x
    healthyReward = configuration.reward(whenHealthy: isHealthy)
    controlCost = configuration.controlCostWeight * Self.squaredNorm(action)
    return StepResult(
      reward: forwardReward + healthyReward - (controlCost + contactCost),
      outcome: configuration.outcome(whenHealthy: isHealthy))
  }

  private var isHealthy: Bool {
    simulation.positions.isFinite && simulation.velocities.isFinite
      && configuration.healthyHeights.contains(simulation.positions[2])
  }

  public func observe(into observation: inout MutableSpan<Float>) {
    var place = joints.observe(into: &observation)
    if configuration.usesContactForces {
      simulation.externalForces.copy(
        clippedTo: configuration.contactForces, to: &observation, at: &place)
    }
  }

  public var diagnostics: KeyValuePairs<String, [Double]> {
    [
      "x_position": [torso[0]], "y_position": [torso[1]],
      "x_velocity": [velocity.x], "y_velocity": [velocity.y],
      "reward_forward": [forwardReward], "reward_healthy": [healthyReward],
      "reward_control": [-controlCost], "reward_contact": [-contactCost],
    ]
  }
}
