/// An environment whose state is a simulation's and whose actions are its controls.
public protocol MuJoCoEnvironment: Environment {
  /// How many steps of the simulator make one step of the environment.
  static var frameSkip: Int { get }

  var simulation: MuJoCoSimulation { get }

  /// Derived quantities that a reward or an observation may read before the simulator computes them
  /// anew, by the names that a saved state gives them. None by default.
  ///
  /// After a step they belong to an earlier point than positions and velocities (see
  /// ``MuJoCoSimulation/step(_:)``), so that they cannot be computed from a saved state.
  var keptQuantities: KeyValuePairs<String, MuJoCoVector> { get }
}

extension MuJoCoEnvironment {
  public static var hasLongSteps: Bool { true }

  public var keptQuantities: KeyValuePairs<String, MuJoCoVector> { [:] }

  public var actionSpace: ActionSpace { simulation.model.actionSpace }

  public var actionLabels: [QuantityLabel] { simulation.model.actionLabels }

  /// What the diagnostics of many tasks are called that have a unit.
  public var diagnosticLabels: [QuantityLabel] {
    [
      QuantityLabel("x_position", unit: "m"), QuantityLabel("y_position", unit: "m"),
      QuantityLabel("x_velocity", unit: "m/s"), QuantityLabel("y_velocity", unit: "m/s"),
      QuantityLabel("tip_site_xpos", unit: "m"),
    ]
  }

  public var secondsPerStep: Double? { stepDuration }

  /// The simulated time that one step takes, in seconds.
  public var stepDuration: Double { simulation.model.timestep * Double(Self.frameSkip) }

  /// Lets an action drive the simulation for one step of the environment.
  public func simulate(_ action: Span<Float>) throws(EnvironmentError) {
    simulation.controls.set(action)
    try simulation.step(Self.frameSkip)
  }

  public var picture: EnvironmentPicture? {
    EnvironmentPicture(simulation.pose, duration: stepDuration)
  }

  public func save(to state: inout EnvironmentState) {
    simulation.save(to: &state, with: keptQuantities)
  }

  public mutating func restore(from state: EnvironmentState) throws(EnvironmentError) {
    try simulation.restore(from: state, with: keptQuantities)
  }

  /// The sum of the squares of an action's components: what most tasks charge for.
  static func squaredNorm(_ action: Span<Float>) -> Double {
    laneSum(action.count) { index in
      let value = Double(action[index])
      return value * value
    }
  }
}
