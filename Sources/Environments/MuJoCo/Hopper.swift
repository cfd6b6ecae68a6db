import Tensors

/// A planar robot with one leg that is to hop forward without falling.
///
/// Equal to `Hopper-v4` of Gymnasium 0.29 on MuJoCo 2.2.2, bit for bit in its states.
public struct Hopper: MuJoCoEnvironment {
  public struct Configuration: Sendable {
    /// The weight of the forward velocity in the reward.
    public var forwardRewardWeight = 1.0
    /// The weight of the squared action in the cost.
    public var controlCostWeight = 1e-3
    /// The reward of each step in which the hopper stands, and of the one in which it falls.
    public var healthyReward = 1.0
    /// Whether the episode ends when the hopper falls. If not, steps on the ground earn no healthy
    /// reward.
    public var terminatesWhenUnhealthy = true
    /// Between what, both excluded, all positions and velocities but the first two positions stay.
    public var healthyStates = -100.0...100.0
    /// Between what, both excluded, the height of the torso stays, in metres.
    public var healthyHeights = 0.7...Double.infinity
    /// Between what, both excluded, the angle of the torso stays, in radians.
    public var healthyAngles = -0.2...0.2
    /// The size of the noise in the state after a reset.
    public var resetNoiseScale = 5e-3
    /// Whether the agent does not see how far it has come.
    public var excludesCurrentPosition = true

    public init() {}
  }

  public let simulation: MuJoCoSimulation
  private let configuration: Configuration
  private var xVelocity = 0.0
  private var forwardReward = 0.0
  private var healthyReward = 0.0
  private var controlCost = 0.0

  private static let frameSkip = 4
  /// Beyond this, velocities are clipped in the observation.
  private static let greatestVelocity = 10.0
  private static let model = Result { () throws(EnvironmentError) in
    try MuJoCoModel(name: "hopper", xml: PackageResources.hopper_xml)
  }

  public init(_ configuration: Configuration = Configuration()) throws(EnvironmentError) {
    simulation = try MuJoCoSimulation(Self.model.get())
    self.configuration = configuration
  }

  static let description = EnvironmentDescription(
    id: "Hopper-v4", summary: "Hop forward on one leg in a plane without falling.",
    family: "MuJoCo", maximumEpisodeSteps: 1000, replacedVersions: [2, 3]
  ) { () throws(EnvironmentError) in try Hopper() }

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
      simulation.velocities[index] += random.uniform(-scale, scale)
    }
    simulation.forward()
  }

  public mutating func step(
    _ action: Span<Float>, using random: inout RandomStream
  ) throws(EnvironmentError) -> StepResult {
    let before = simulation.positions[0]
    simulation.controls.set(action)
    try simulation.step(Self.frameSkip)
    let isHealthy = isHealthy
    xVelocity =
      (simulation.positions[0] - before) / (simulation.model.timestep * Double(Self.frameSkip))
    forwardReward = configuration.forwardRewardWeight * xVelocity
    healthyReward =
      isHealthy || configuration.terminatesWhenUnhealthy ? configuration.healthyReward : 0
    controlCost = configuration.controlCostWeight * Self.squaredNorm(action)
    return StepResult(
      reward: forwardReward + healthyReward - controlCost,
      outcome: isHealthy || !configuration.terminatesWhenUnhealthy ? .running : .terminated)
  }

  private var isHealthy: Bool {
    let positions = simulation.positions
    let velocities = simulation.velocities
    let states = configuration.healthyStates
    return configuration.healthyHeights.containsInside(positions[1])
      && configuration.healthyAngles.containsInside(positions[2])
      && positions.indices.dropFirst(2).allSatisfy { states.containsInside(positions[$0]) }
      && velocities.indices.allSatisfy { states.containsInside(velocities[$0]) }
  }

  public func observe(into observation: inout MutableSpan<Float>) {
    let positions = simulation.positions
    let velocities = simulation.velocities
    positions.copy(from: firstPosition, to: &observation, at: 0)
    for index in velocities.indices {
      let clipped = min(max(velocities[index], -Self.greatestVelocity), Self.greatestVelocity)
      observation[positions.count - firstPosition + index] = Float(clipped)
    }
  }

  public var diagnostics: KeyValuePairs<String, [Double]> {
    [
      "x_position": [simulation.positions[0]], "x_velocity": [xVelocity],
      "reward_forward": [forwardReward], "reward_healthy": [healthyReward],
      "reward_control": [-controlCost],
    ]
  }
}

extension ClosedRange {
  /// Whether `value` lies between the bounds and is neither of them.
  fileprivate func containsInside(_ value: Bound) -> Bool {
    lowerBound < value && value < upperBound
  }
}
