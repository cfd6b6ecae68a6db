import CMuJoCo
import CMuJoCoGuard

/// A simulation of a ``MuJoCoModel``: everything in it that changes with time.
///
/// A simulation is a reference. An environment makes its own and never hands it on.
@safe public final class MuJoCoSimulation {
  public let model: MuJoCoModel
  let data: UnsafeMutablePointer<mjData>
  /// MuJoCo's error that left the data in the middle of something, for good.
  private var breakdown: String?

  /// A simulation in the model's initial state, at rest.
  public init(_ model: MuJoCoModel) throws(EnvironmentError) {
    try SimulatorMemory.require(model)
    var data: UnsafeMutablePointer<mjData>?
    let error = unsafe mujoco_guard_make_data(model.pointer, &data)
    guard let data = unsafe data else {
      let reason = unsafe error.map { unsafe String(cString: $0) } ?? "not enough memory"
      throw EnvironmentError("MuJoCo cannot simulate the model \(model.name): \(reason)")
    }
    self.model = model
    unsafe self.data = data
    unsafe Self.releaseConstraintMatrix(of: data, model: model.pointer)
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
  ///
  /// Where MuJoCo has an error to report, the next ``step(_:)`` throws it.
  public func forward() {
    if breakdown == nil { unsafe note(mujoco_guard_forward(model.pointer, data)) }
  }

  /// Moves on by `count` time steps.
  ///
  /// A step computes what follows from positions and velocities first and moves them last: afterwards,
  /// derived quantities such as the places of bodies still belong to the state before.
  ///
  /// - Throws: ``EnvironmentError`` where MuJoCo raised a warning: a state that has become unstable, or
  ///   more contacts than the model allows for. Also where it raised an error, such as an overflow of
  ///   its stack; the simulation is then of no more use.
  public func step(_ count: Int) throws(EnvironmentError) {
    guard let count = Int32(exactly: count) else {
      throw EnvironmentError("the model \(model.name) cannot take \(count) time steps at once")
    }
    if breakdown == nil { unsafe note(mujoco_guard_step(model.pointer, data, count)) }
    try requireHealth()
  }

  /// Throws what ``step(_:)`` throws about what happened so far.
  func requireHealth() throws(EnvironmentError) {
    if let breakdown {
      throw EnvironmentError(
        "MuJoCo cannot continue with the model \(model.name): \(breakdown). The sizes of its buffers "
          + "stand in the model's <size>")
    }
    if let warning = unsafe MuJoCoWarning(in: data) {
      throw EnvironmentError("MuJoCo warns about the model \(model.name): \(warning)")
    }
  }

  private func note(_ error: UnsafePointer<CChar>?) {
    if let error = unsafe error { breakdown = unsafe String(cString: error) }
  }
}
