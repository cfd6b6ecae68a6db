/// An environment whose whole state is a simulation's and whose actions are its controls.
public protocol MuJoCoEnvironment: Environment {
  var simulation: MuJoCoSimulation { get }
}

extension MuJoCoEnvironment {
  public var actionSpace: ActionSpace { simulation.model.actionSpace }

  public func save(to state: inout EnvironmentState) { simulation.save(to: &state) }

  public mutating func restore(from state: EnvironmentState) throws(EnvironmentError) {
    try simulation.restore(from: state)
  }

  /// The sum of the squares of an action's components: what most tasks charge for.
  static func squaredNorm(_ action: Span<Float>) -> Double {
    var sum = 0.0
    for index in action.indices {
      let value = Double(action[index])
      sum += value * value
    }
    return sum
  }
}
