extension MuJoCoModel {
  /// The positions as components of an observation, named after the joints: `rootx`, or `root_0` to
  /// `root_6` for a joint of several coordinates.
  public var positionComponents: [BoxSpace.Component] {
    zip(coordinateNames(positions(ofJoint:)), joints.flatMap(positionUnits(ofJoint:)))
      .map { .position($0, unit: $1) }
  }

  /// The velocities as components of an observation: `rootx_velocity` and so on.
  public var velocityComponents: [BoxSpace.Component] {
    velocities.map { .velocity("\($0.name)_velocity", unit: $0.isLinear ? "m/s" : "rad/s") }
  }

  /// A force along each velocity as components of an observation: `rootx_force` and so on.
  func forceComponents(_ force: String) -> [BoxSpace.Component] {
    velocities.map { .value("\($0.name)_\(force)", unit: $0.isLinear ? "N" : "N m") }
  }

  /// `count` numbers for each body as components of an observation: `torso_inertia_0` and so on.
  func bodyComponents(
    _ quantity: String, count: Int, _ make: (String) -> BoxSpace.Component
  ) -> [BoxSpace.Component] {
    (0..<bodyCount).flatMap { body in
      let name = title(of: .body, at: body)
      return (0..<count).map { make("\(name)_\(quantity)_\($0)") }
    }
  }

  /// The forces on the bodies from outside as components of an observation.
  var externalForceComponents: [BoxSpace.Component] {
    bodyComponents("external_force", count: 6) { .value($0) }
  }

  private var joints: Range<Int> { 0..<count(of: .joint) }

  private var velocities: [(name: String, isLinear: Bool)] {
    zip(coordinateNames(velocities(ofJoint:)), joints.flatMap(velocitiesAreLinear(ofJoint:)))
      .map { (name: $0, isLinear: $1) }
  }

  private func coordinateNames(_ places: (_ joint: Int) -> Range<Int>) -> [String] {
    joints.flatMap { joint in
      let name = title(of: .joint, at: joint)
      let count = places(joint).count
      return count == 1 ? [name] : (0..<count).map { "\(name)_\($0)" }
    }
  }
}
