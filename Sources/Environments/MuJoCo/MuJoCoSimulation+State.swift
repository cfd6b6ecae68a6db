import CMuJoCo

extension MuJoCoSimulation {
  /// Writes the whole state of the simulation, by MuJoCo's names.
  ///
  /// - Parameter quantities: What is to be written of all that MuJoCo derives from the state when it
  ///   steps, by name.
  public func save(
    to state: inout EnvironmentState, with quantities: KeyValuePairs<String, MuJoCoVector> = [:]
  ) {
    state["time"] = [time]
    for (name, vector) in stateVectors + Array(quantities) where vector.count > 0 {
      state[name] = vector.values
    }
  }

  /// Goes back to a state that ``save(to:with:)`` wrote with the same quantities.
  ///
  /// - Throws: ``EnvironmentError`` where an array is missing or belongs to another model.
  public func restore(
    from state: EnvironmentState, with quantities: KeyValuePairs<String, MuJoCoVector> = [:]
  ) throws(EnvironmentError) {
    reset()
    unsafe data.pointee.time = try state.value("time")
    for (name, vector) in stateVectors + Array(quantities) where vector.count > 0 {
      vector.set(try state.values(name, count: vector.count))
    }
  }

  /// The places and the orientations of the bodies that follow no law of motion.
  var mocap: (positions: MuJoCoVector, quaternions: MuJoCoVector) {
    let count = Int(unsafe model.pointer.pointee.nmocap)
    let arrays = unsafe data.pointee
    return unsafe (
      MuJoCoVector(arrays.mocap_pos, count: 3 * count, owner: self),
      MuJoCoVector(arrays.mocap_quat, count: 4 * count, owner: self)
    )
  }

  /// What the next step depends on, the warm start of the constraint solver included. This version of
  /// MuJoCo has no function that copies it.
  private var stateVectors: [(key: String, value: MuJoCoVector)] {
    let sizes = unsafe model.pointer.pointee
    let arrays = unsafe data.pointee
    return unsafe [
      ("qpos", positions),
      ("qvel", velocities),
      ("act", MuJoCoVector(arrays.act, count: Int(sizes.na), owner: self)),
      ("ctrl", controls),
      ("qacc_warmstart", MuJoCoVector(arrays.qacc_warmstart, count: Int(sizes.nv), owner: self)),
      ("qfrc_applied", MuJoCoVector(arrays.qfrc_applied, count: Int(sizes.nv), owner: self)),
      ("xfrc_applied", MuJoCoVector(arrays.xfrc_applied, count: 6 * Int(sizes.nbody), owner: self)),
      ("mocap_pos", mocap.positions),
      ("mocap_quat", mocap.quaternions),
      ("userdata", MuJoCoVector(arrays.userdata, count: Int(sizes.nuserdata), owner: self)),
    ]
  }
}
