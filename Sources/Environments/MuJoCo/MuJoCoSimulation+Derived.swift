import CMuJoCo

// What MuJoCo derives from positions, velocities and controls. After a step it belongs to an earlier
// point than these.
extension MuJoCoSimulation {
  /// The place of a body's frame, x, y and z in metres.
  ///
  /// - Throws: ``EnvironmentError`` where the model has no such body.
  public func position(ofBody name: String) throws(EnvironmentError) -> MuJoCoVector {
    let index = try index(of: .body, named: name)
    return unsafe MuJoCoVector(data.pointee.xpos + 3 * index, count: 3, owner: self)
  }

  /// The place of a site, x, y and z in metres.
  ///
  /// - Throws: ``EnvironmentError`` where the model has no such site.
  public func position(ofSite name: String) throws(EnvironmentError) -> MuJoCoVector {
    let index = try index(of: .site, named: name)
    return unsafe MuJoCoVector(data.pointee.site_xpos + 3 * index, count: 3, owner: self)
  }

  private func index(
    of kind: MuJoCoModel.ObjectKind, named name: String
  ) throws(EnvironmentError) -> Int {
    guard let index = model.index(of: kind, named: name) else {
      throw EnvironmentError(
        "the model \(model.name) has no \(kind.rawValue) called '\(name)'")
    }
    return index
  }

  /// The centres of mass of all bodies, x, y and z each.
  public var bodyMassCenters: MuJoCoVector {
    unsafe MuJoCoVector(data.pointee.xipos, count: 3 * model.bodyCount, owner: self)
  }

  /// The inertias of all bodies about the centre of mass of their tree, ten numbers each.
  public var bodyInertias: MuJoCoVector {
    unsafe MuJoCoVector(data.pointee.cinert, count: 10 * model.bodyCount, owner: self)
  }

  /// The velocities of all bodies about the centre of mass of their tree, three of rotation and three
  /// of translation each.
  public var bodyVelocities: MuJoCoVector {
    unsafe MuJoCoVector(data.pointee.cvel, count: 6 * model.bodyCount, owner: self)
  }

  /// The forces of the actuators along each velocity.
  public var actuatorForces: MuJoCoVector {
    unsafe MuJoCoVector(data.pointee.qfrc_actuator, count: model.velocityCount, owner: self)
  }

  /// The forces of contacts and joint limits along each velocity.
  public var constraintForces: MuJoCoVector {
    unsafe MuJoCoVector(data.pointee.qfrc_constraint, count: model.velocityCount, owner: self)
  }

  /// The forces on all bodies from outside their tree, three of torque and three of force each. They
  /// are 0 after a reset, and new after ``computeExternalForces()`` alone.
  public var externalForces: MuJoCoVector {
    unsafe MuJoCoVector(data.pointee.cfrc_ext, count: 6 * model.bodyCount, owner: self)
  }

  /// Computes ``externalForces``, which a step leaves as they were.
  public func computeExternalForces() { unsafe mj_rnePostConstraint(model.pointer, data) }
}
