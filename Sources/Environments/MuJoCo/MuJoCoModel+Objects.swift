import CMuJoCo

extension MuJoCoModel {
  /// The kinds of objects that are called by name.
  enum ObjectKind: String {
    case body, joint, site, sensor, actuator, keyframe

    fileprivate var type: mjtObj {
      switch self {
      case .body: mjOBJ_BODY
      case .joint: mjOBJ_JOINT
      case .site: mjOBJ_SITE
      case .sensor: mjOBJ_SENSOR
      case .actuator: mjOBJ_ACTUATOR
      case .keyframe: mjOBJ_KEY
      }
    }
  }

  /// How many objects of a kind there are. The world is a body, the first.
  func count(of kind: ObjectKind) -> Int {
    switch kind {
    case .body: bodyCount
    case .joint: Int(unsafe pointer.pointee.njnt)
    case .site: Int(unsafe pointer.pointee.nsite)
    case .sensor: Int(unsafe pointer.pointee.nsensor)
    case .actuator: controlCount
    case .keyframe: Int(unsafe pointer.pointee.nkey)
    }
  }

  /// The name of an object, or nil where its author gave it none.
  func name(of kind: ObjectKind, at index: Int) -> String? {
    unsafe mj_id2name(pointer, Int32(kind.type.rawValue), Int32(index))
      .map { unsafe String(cString: $0) }
  }

  /// What an object is called where it needs a name: `joint_3` where its author gave it none.
  func title(of kind: ObjectKind, at index: Int) -> String {
    name(of: kind, at: index) ?? "\(kind.rawValue)_\(index)"
  }

  /// The place of the object called `name` among those of its kind.
  func index(of kind: ObjectKind, named name: String) -> Int? {
    let index = Int(unsafe mj_name2id(pointer, Int32(kind.type.rawValue), name))
    return index >= 0 ? index : nil
  }

  /// The places of a joint's coordinates among the positions.
  func positions(ofJoint joint: Int) -> Range<Int> {
    unsafe places(ofJoint: joint, starts: pointer.pointee.jnt_qposadr, end: positionCount)
  }

  /// The places of a joint's velocities among the velocities.
  func velocities(ofJoint joint: Int) -> Range<Int> {
    unsafe places(ofJoint: joint, starts: pointer.pointee.jnt_dofadr, end: velocityCount)
  }

  /// Joints follow one another without gaps.
  private func places(
    ofJoint joint: Int, starts: UnsafePointer<Int32>, end: Int
  ) -> Range<Int> {
    let isLast = joint + 1 == count(of: .joint)
    return Int(unsafe starts[joint])..<(isLast ? end : Int(unsafe starts[joint + 1]))
  }

  /// The places of a sensor's numbers among those of all sensors.
  func values(ofSensor sensor: Int) -> Range<Int> {
    let model = unsafe pointer.pointee
    let start = Int(unsafe model.sensor_adr[sensor])
    return start..<start + Int(unsafe model.sensor_dim[sensor])
  }

  /// What a sensor measures, as far as wrappers care.
  func kind(ofSensor sensor: Int) -> BoxSpace.Component.Kind {
    switch mjtSensor(rawValue: UInt32(unsafe pointer.pointee.sensor_type[sensor])) {
    case mjSENS_JOINTPOS, mjSENS_TENDONPOS, mjSENS_ACTUATORPOS, mjSENS_BALLQUAT, mjSENS_FRAMEPOS,
      mjSENS_FRAMEQUAT, mjSENS_FRAMEXAXIS, mjSENS_FRAMEYAXIS, mjSENS_FRAMEZAXIS, mjSENS_SUBTREECOM,
      mjSENS_JOINTLIMITPOS, mjSENS_TENDONLIMITPOS:
      .position
    case mjSENS_VELOCIMETER, mjSENS_GYRO, mjSENS_JOINTVEL, mjSENS_TENDONVEL, mjSENS_ACTUATORVEL,
      mjSENS_BALLANGVEL, mjSENS_FRAMELINVEL, mjSENS_FRAMEANGVEL, mjSENS_SUBTREELINVEL,
      mjSENS_SUBTREEANGMOM, mjSENS_JOINTLIMITVEL, mjSENS_TENDONLIMITVEL:
      .velocity
    default: .value
    }
  }

  /// The joint that an actuator drives; nil where it pulls a tendon, a body or a site.
  func joint(drivenBy actuator: Int) -> Int? {
    let kind = mjtTrn(rawValue: mjtTrn.RawValue(unsafe pointer.pointee.actuator_trntype[actuator]))
    let isJoint = kind == mjTRN_JOINT || kind == mjTRN_JOINTINPARENT
    return isJoint ? Int(unsafe pointer.pointee.actuator_trnid[2 * actuator]) : nil
  }

  /// What each coordinate of a joint is measured in; nil for the parts of a quaternion.
  func positionUnits(ofJoint joint: Int) -> [String?] {
    switch kind(ofJoint: joint) {
    case mjJNT_FREE: ["m", "m", "m", nil, nil, nil, nil]
    case mjJNT_BALL: [nil, nil, nil, nil]
    case mjJNT_SLIDE: ["m"]
    default: ["rad"]
    }
  }

  /// Whether each velocity of a joint is one along a line; otherwise it is one around an axis.
  func velocitiesAreLinear(ofJoint joint: Int) -> [Bool] {
    switch kind(ofJoint: joint) {
    case mjJNT_FREE: [true, true, true, false, false, false]
    case mjJNT_BALL: [false, false, false]
    case mjJNT_SLIDE: [true]
    default: [false]
    }
  }

  private func kind(ofJoint joint: Int) -> mjtJoint {
    mjtJoint(rawValue: mjtJoint.RawValue(unsafe pointer.pointee.jnt_type[joint]))
  }

  /// Whether an actuator's control has bounds.
  func isBounded(actuator: Int) -> Bool {
    unsafe pointer.pointee.actuator_ctrllimited[actuator] != 0
  }

  /// Whether the bounds of an actuator's control are two actions, which are single precision.
  func hasUsableBounds(actuator: Int) -> Bool {
    let low = Float(unsafe pointer.pointee.actuator_ctrlrange[2 * actuator])
    let high = Float(unsafe pointer.pointee.actuator_ctrlrange[2 * actuator + 1])
    return low.isFinite && high.isFinite && low < high
  }

  /// Whether sensors are noisy. MuJoCo draws that noise where no seed decides it.
  var hasSensorNoise: Bool {
    unsafe pointer.pointee.opt.enableflags & Int32(mjENBL_SENSORNOISE.rawValue) != 0
  }
}
