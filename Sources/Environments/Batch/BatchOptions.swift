/// How a batch presents its environments to the agent.
package struct BatchOptions: Sendable, Equatable {
  /// Whether actions of a box are clipped to its bounds before the environment sees them.
  package var clipsActions: Bool
  /// The only components of the observation that the agent sees, counted in what the environment's id
  /// stands for (without the velocities, if it is a `NoVel` one); nil means all.
  package var observedComponents: [Int]?

  package init(clipsActions: Bool = true, observedComponents: [Int]? = nil) {
    self.clipsActions = clipsActions
    self.observedComponents = observedComponents
  }

  var selection: ObservationSelection { observedComponents.map { .components($0) } ?? .all }
}
