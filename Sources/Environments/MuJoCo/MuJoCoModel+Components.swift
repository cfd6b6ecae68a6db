import CMuJoCo

extension MuJoCoModel {
  /// The positions as components of an observation, named after the joints: `rootx`, or `root_0` to
  /// `root_6` for a joint of several coordinates.
  public var positionComponents: [BoxSpace.Component] {
    coordinateNames { kind in
      switch kind {
      case mjJNT_FREE: 7
      case mjJNT_BALL: 4
      default: 1
      }
    }.map { .position($0) }
  }

  /// The velocities as components of an observation: `rootx_velocity` and so on.
  public var velocityComponents: [BoxSpace.Component] {
    coordinateNames { kind in
      switch kind {
      case mjJNT_FREE: 6
      case mjJNT_BALL: 3
      default: 1
      }
    }.map { .velocity("\($0)_velocity") }
  }

  private func coordinateNames(_ coordinateCount: (mjtJoint) -> Int) -> [String] {
    (0..<Int(unsafe pointer.pointee.njnt)).flatMap { joint in
      let text = unsafe mj_id2name(pointer, Int32(mjOBJ_JOINT.rawValue), Int32(joint))
      let name = unsafe text.map { unsafe String(cString: $0) } ?? "joint_\(joint)"
      let kind = mjtJoint(rawValue: UInt32(unsafe pointer.pointee.jnt_type[joint]))
      let count = coordinateCount(kind)
      return count == 1 ? [name] : (0..<count).map { "\(name)_\($0)" }
    }
  }
}
