import CMuJoCo

extension MuJoCoSimulation {
  /// Goes back to the model's initial state, at rest. Call ``forward()`` after changing that.
  ///
  /// This sets what later steps depend on, and the forces on bodies, which only an explicit call
  /// computes. MuJoCo's own reset also clears all work arrays, megabytes even for a small model: with
  /// it, a reset of InvertedPendulum takes as long as ten steps.
  public func reset() {
    let sizes = unsafe model.pointer.pointee
    guard unsafe sizes.nmocap == 0 else { return unsafe mj_resetData(model.pointer, data) }
    let arrays = unsafe data.pointee
    unsafe data.pointee.time = 0
    unsafe mju_copy(arrays.qpos, sizes.qpos0, sizes.nq)
    unsafe mju_zero(arrays.qvel, sizes.nv)
    unsafe mju_zero(arrays.act, sizes.na)
    unsafe mju_zero(arrays.ctrl, sizes.nu)
    unsafe mju_zero(arrays.qacc_warmstart, sizes.nv)
    unsafe mju_zero(arrays.qfrc_applied, sizes.nv)
    unsafe mju_zero(arrays.xfrc_applied, 6 * sizes.nbody)
    unsafe mju_zero(arrays.userdata, sizes.nuserdata)
    unsafe mju_zero(arrays.cacc, 6 * sizes.nbody)
    unsafe mju_zero(arrays.cfrc_int, 6 * sizes.nbody)
    unsafe mju_zero(arrays.cfrc_ext, 6 * sizes.nbody)
    unsafe mujoco_clear_warnings(data)
  }
}
