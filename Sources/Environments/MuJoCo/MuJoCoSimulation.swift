import CMuJoCo

/// A simulation of a ``MuJoCoModel``: everything in it that changes with time.
///
/// A simulation is a reference. An environment makes its own and never hands it on.
@safe public final class MuJoCoSimulation {
  public let model: MuJoCoModel
  let data: UnsafeMutablePointer<mjData>

  /// A simulation in the model's initial state, at rest.
  public init(_ model: MuJoCoModel) throws(EnvironmentError) {
    guard let data = unsafe mj_makeData(model.pointer) else {
      throw EnvironmentError("MuJoCo could not allocate the memory of a simulation")
    }
    self.model = model
    unsafe self.data = data
  }

  deinit { unsafe mj_deleteData(data) }

  /// The simulated time since the last reset, in seconds.
  public var time: Double { unsafe data.pointee.time }

  /// The coordinates of the joints, in metres and radians. Call ``forward()`` after changing them.
  public var positions: MuJoCoVector {
    unsafe MuJoCoVector(data.pointee.qpos, count: model.positionCount, owner: self)
  }

  /// The velocities of the joints. Call ``forward()`` after changing them.
  public var velocities: MuJoCoVector {
    unsafe MuJoCoVector(data.pointee.qvel, count: model.velocityCount, owner: self)
  }

  /// What drives the actuators during the next steps. MuJoCo clamps the forces to the control ranges,
  /// not these values.
  public var controls: MuJoCoVector {
    unsafe MuJoCoVector(data.pointee.ctrl, count: model.controlCount, owner: self)
  }

  /// Brings everything that follows from positions and velocities up to date, without moving on.
  public func forward() { unsafe mj_forward(model.pointer, data) }

  /// Moves on by `count` time steps.
  ///
  /// A step computes what follows from positions and velocities first and moves them last: afterwards,
  /// derived quantities such as the places of bodies still belong to the state before.
  ///
  /// - Throws: ``EnvironmentError`` where MuJoCo raised a warning: a state that has become unstable, or
  ///   more contacts than the model allows for.
  public func step(_ count: Int) throws(EnvironmentError) {
    for _ in 0..<count { unsafe mj_step(model.pointer, data) }
    let warning = unsafe mujoco_first_warning(data)
    if warning >= 0 { throw EnvironmentError(text(ofWarning: warning)) }
  }

  private func text(ofWarning warning: Int32) -> String {
    let text = unsafe mujoco_warning_text(data, warning).map { unsafe String(cString: $0) }
    return "MuJoCo warns: \(text ?? "warning \(warning)")"
  }
}
