import Tensors

/// A cart on a rail that is to balance a pole.
///
/// Equal to `InvertedPendulum-v4` of Gymnasium 0.29 on MuJoCo 2.2.2, bit for bit in its states.
public struct InvertedPendulum: MuJoCoEnvironment {
  public struct Configuration: ResetNoiseArguments {
    public var resetNoiseScale = 0.01

    public init() {}
  }

  public let simulation: MuJoCoSimulation
  private let configuration: Configuration
  private let joints: JointView

  public static let frameSkip = 2
  /// The angle of the pole, in radians, beyond which it has fallen.
  private static let greatestAngle = 0.2
  private static let model = Result { () throws(EnvironmentError) in
    try MuJoCoModel(name: "inverted_pendulum", xml: PackageResources.inverted_pendulum_xml)
  }

  public init(_ configuration: Configuration = Configuration()) throws(EnvironmentError) {
    simulation = try MuJoCoSimulation(Self.model.get())
    self.configuration = configuration
    joints = JointView(simulation)
  }

  static let description = EnvironmentDescription(
    id: "InvertedPendulum-v4", summary: "Balance a pole on a cart that a motor drives.",
    family: "MuJoCo", maximumEpisodeSteps: 1000, replacedVersions: [2],
    arguments: Configuration.self
  ) { arguments throws(EnvironmentError) in try InvertedPendulum(arguments) }

  public var observationSpace: BoxSpace { BoxSpace(joints.components) }

  public mutating func reset(using random: inout RandomStream) {
    let noise = ResetNoise.uniform(configuration.resetNoiseScale)
    simulation.reset(positions: noise, velocities: noise, using: &random)
  }

  public mutating func step(
    _ action: Span<Float>, using random: inout RandomStream
  ) throws(EnvironmentError) -> StepResult {
    try simulate(action)
    let hasFallen = abs(simulation.positions[1]) > Self.greatestAngle
    return StepResult(reward: 1, outcome: hasFallen ? .terminated : .running)
  }

  public func observe(into observation: inout MutableSpan<Float>) {
    joints.observe(into: &observation)
  }

  public var diagnostics: KeyValuePairs<String, [Double]> { ["reward_alive": [1]] }
}
