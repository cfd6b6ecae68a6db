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
  /// What the next step gives does not change: the constraint solver's warm start, which MuJoCo replaces
  /// in each pass, is put back. So it makes no difference to save and restore a simulation here.
  ///
  /// - Parameter warmStart: Room for as many numbers as there are velocities.
  func derive(_ derivation: SimulationEntry.Derivation, warmStart: inout [Double]) {
    switch derivation {
    case .nothing: break
    case .places: unsafe mj_kinematics(model.pointer, data)
    case .everything:
      let count = Int32(warmStart.count)
      unsafe mju_copy(&warmStart, data.pointee.qacc_warmstart, count)
      forward()
      unsafe mju_copy(data.pointee.qacc_warmstart, warmStart, count)
    }
  }

  /// Goes to a keyframe of the model, at the time and with the controls that it gives.
  func reset(toKeyframe keyframe: Int) {
    unsafe mj_resetDataKeyframe(model.pointer, data, Int32(keyframe))
  }
}
