import CMuJoCo

/// One number of a simulation.
struct SimulationEntry: Sendable, Hashable {
  enum Array: Sendable, Hashable {
    /// What the state consists of, and the controls.
    case positions, velocities, controls
    /// The places of bodies and sites, three numbers each, and the axes of bodies: the rows of a matrix
    /// of nine numbers whose columns are the body's x, y and z axes.
    case bodies, sites, bodyAxes
    /// What sensors measure, and the forces that actuators exert.
    case sensors, actuatorForces
  }

  let array: Array
  let index: Int
}

extension SimulationEntry {
  /// What MuJoCo has to compute anew before an entry belongs to the present state.
  enum Derivation: Int, Sendable, Comparable {
    case nothing, places, everything

    static func < (first: Derivation, second: Derivation) -> Bool {
      first.rawValue < second.rawValue
    }
  }

  var derivation: Derivation {
    switch array {
    case .positions, .velocities, .controls: .nothing
    case .bodies, .sites, .bodyAxes: .places
    case .sensors, .actuatorForces: .everything
    }
  }
}

extension MuJoCoSimulation {
  /// An entry, whose index the model has.
  @inline(__always)
  subscript(entry: SimulationEntry) -> Double {
    let index = entry.index
    return switch entry.array {
    case .positions: unsafe data.pointee.qpos[index]
    case .velocities: unsafe data.pointee.qvel[index]
    case .controls: unsafe data.pointee.ctrl[index]
    case .bodies: unsafe data.pointee.xpos[index]
    case .sites: unsafe data.pointee.site_xpos[index]
    case .bodyAxes: unsafe data.pointee.xmat[index]
    case .sensors: unsafe data.pointee.sensordata[index]
    case .actuatorForces: unsafe data.pointee.actuator_force[index]
    }
  }

  /// Brings derived numbers up to date with positions and velocities, at the least cost that does it.
  ///
  /// The state does not change. MuJoCo makes the length of quaternions 1 and replaces the constraint
  /// solver's warm start in each pass; both are put back. So the next step gives what it would have
  /// given, and a simulation that was saved and restored has the same derived numbers.
  ///
  /// - Parameter memory: Room for what is put back.
  func derive(_ derivation: SimulationEntry.Derivation, memory: inout DerivationMemory) {
    if derivation == .nothing { return }
    let sizes = unsafe model.pointer.pointee
    unsafe mju_copy(&memory.positions, data.pointee.qpos, sizes.nq)
    unsafe mju_copy(&memory.warmStart, data.pointee.qacc_warmstart, sizes.nv)
    if derivation == .places {
      unsafe mj_kinematics(model.pointer, data)
    } else {
      forward()
    }
    unsafe mju_copy(data.pointee.qpos, memory.positions, sizes.nq)
    unsafe mju_copy(data.pointee.qacc_warmstart, memory.warmStart, sizes.nv)
  }

  /// Makes the length of quaternions 1 again after noise was added to them.
  func normalizeQuaternions() { unsafe mj_normalizeQuat(model.pointer, data.pointee.qpos) }

  /// Goes to a keyframe of the model, at the time and with the controls that it gives.
  func reset(toKeyframe keyframe: Int) {
    unsafe mj_resetDataKeyframe(model.pointer, data, Int32(keyframe))
  }
}

/// What of a state is put back after numbers were derived from it.
struct DerivationMemory: Sendable {
  fileprivate var positions: [Double]
  fileprivate var warmStart: [Double]

  init(_ model: MuJoCoModel) {
    positions = Array(repeating: 0, count: model.positionCount)
    warmStart = Array(repeating: 0, count: model.velocityCount)
  }
}
