/// What both tasks of the humanoid observe: positions and velocities of the joints, inertias and
/// velocities of the bodies, the forces of the motors, and the forces on the bodies from outside.
struct HumanoidView {
  private let simulation: MuJoCoSimulation
  private let joints: JointView

  /// - Parameter firstPosition: The first of the joints' positions that is observed.
  init(_ simulation: MuJoCoSimulation, firstPosition: Int) {
    self.simulation = simulation
    joints = JointView(simulation, firstPosition: firstPosition)
  }

  var space: BoxSpace {
    let model = simulation.model
    var components = joints.components
    components += model.bodyComponents("inertia", count: 10) { .value($0) }
    components += model.bodyComponents("velocity", count: 6) { .velocity($0) }
    components += model.forceComponents("actuator_force") + model.externalForceComponents
    return BoxSpace(components)
  }

  var keptQuantities: KeyValuePairs<String, MuJoCoVector> {
    [
      "cinert": simulation.bodyInertias, "cvel": simulation.bodyVelocities,
      "qfrc_actuator": simulation.actuatorForces, "cfrc_ext": simulation.externalForces,
    ]
  }

  func observe(into observation: inout MutableSpan<Float>) {
    var place = joints.observe(into: &observation)
    simulation.bodyInertias.copy(to: &observation, at: &place)
    simulation.bodyVelocities.copy(to: &observation, at: &place)
    simulation.actuatorForces.copy(to: &observation, at: &place)
    simulation.externalForces.copy(to: &observation, at: &place)
  }
}
