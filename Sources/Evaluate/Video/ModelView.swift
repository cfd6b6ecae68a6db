import CMuJoCo
import CMuJoCoGuard
import Environments
import Synchronization

/// A model as OpenGL knows it, ready to be drawn in any pose. All of it happens in the context that is
/// current.
@safe final class ModelView {
  /// The model whose poses it draws.
  let source: MuJoCoModel
  let viewport: mjrRect

  // A copy whose settings for pictures are ours, and data of its own: no simulation is touched.
  private let model: UnsafeMutablePointer<mjModel>
  private let data: UnsafeMutablePointer<mjData>
  private let scene: UnsafeMutablePointer<mjvScene>
  let context: UnsafeMutablePointer<mjrContext>
  private var camera: mjvCamera

  /// How many shapes are drawn at most.
  private static let shapeCapacity: Int32 = 10_000
  /// A side of the picture that decides what lies in shadow. MuJoCo's 4096 takes twice the time of all
  /// the rest without a graphics card.
  private static let shadowSize: Int32 = 2048

  /// MuJoCo keeps the functions of OpenGL in global variables, which the first context sets.
  private static let loader = Mutex(())

  init(_ source: MuJoCoModel, size: VideoSize, camera name: String?) throws(VideoError) {
    self.source = source
    camera = try source.camera(named: name)
    viewport = mjrRect(left: 0, bottom: 0, width: Int32(size.width), height: Int32(size.height))

    var data: UnsafeMutablePointer<mjData>?
    guard let model = unsafe mj_copyModel(nil, source.pointer) else {
      throw .undrawable(model: source.name, message: "not enough memory")
    }
    unsafe model.pointee.vis.global.offwidth = viewport.width
    unsafe model.pointee.vis.global.offheight = viewport.height
    unsafe model.pointee.vis.quality.shadowsize = min(
      model.pointee.vis.quality.shadowsize, Self.shadowSize)
    let error = unsafe mujoco_guard_make_data(model, &data)
    guard let data = unsafe data else {
      unsafe mj_deleteModel(model)
      throw .undrawable(
        model: source.name,
        message: unsafe error.map { unsafe String(cString: $0) } ?? "not enough memory")
    }
    unsafe self.model = model
    unsafe self.data = data
    unsafe scene = .allocate(capacity: 1)
    unsafe context = .allocate(capacity: 1)
    unsafe mjv_defaultScene(scene)
    unsafe mjr_defaultContext(context)
    try unsafe check(mujoco_guard_make_scene(model, scene, Self.shapeCapacity))
    let scale = Self.fontScale(of: size)
    let failure = Self.loader.withLock { _ in
      unsafe mujoco_guard_make_context(model, context, scale).map { unsafe String(cString: $0) }
    }
    if let failure { throw .undrawable(model: source.name, message: failure) }
    unsafe mjr_setBuffer(Int32(mjFB_OFFSCREEN.rawValue), context)
    let room = unsafe mjr_maxViewport(context)
    guard unsafe context.pointee.currentBuffer == Int32(mjFB_OFFSCREEN.rawValue),
      room.width >= viewport.width, room.height >= viewport.height
    else { throw .noOpenGL("it has no buffer of \(size) pixels") }
  }

  deinit {
    unsafe mjr_freeContext(context)
    unsafe mjv_freeScene(scene)
    unsafe context.deallocate()
    unsafe scene.deallocate()
    unsafe mj_deleteData(data)
    unsafe mj_deleteModel(model)
  }

  /// MuJoCo has letters of six sizes; those of 150 percent suit 640 by 480 pixels.
  private static func fontScale(of size: VideoSize) -> Int32 {
    let scale = 150 * min(Double(size.width) / 640, Double(size.height) / 480)
    return Int32(min(max((scale / 50).rounded(.down), 1), 6) * 50)
  }

  /// Draws the model in a pose.
  func draw(_ pose: PosedModel) throws(VideoError) {
    for (index, value) in pose.positions.enumerated() {
      unsafe data.pointee.qpos[index] = value
    }
    if let mocap = pose.mocap {
      for (index, value) in mocap.positions.enumerated() {
        unsafe data.pointee.mocap_pos[index] = value
      }
      for (index, value) in mocap.quaternions.enumerated() {
        unsafe data.pointee.mocap_quat[index] = value
      }
    }
    try unsafe check(mujoco_guard_pose(model, data))
    try unsafe check(mujoco_guard_update_scene(model, data, &camera, scene))
    for box in pose.boxes { add(box) }
    try unsafe check(mujoco_guard_render(viewport, scene, context))
  }

  private func add(_ box: PosedModel.Box) {
    let count = Int(unsafe scene.pointee.ngeom)
    guard unsafe count < scene.pointee.maxgeom else { return }
    let size = [box.halfSize.x, box.halfSize.y, box.halfSize.z]
    let center = [box.center.x, box.center.y, box.center.z]
    let color = [box.color.x, box.color.y, box.color.z, 1]
    unsafe mjv_initGeom(
      scene.pointee.geoms + count, Int32(mjGEOM_BOX.rawValue), size, center, nil, color)
    unsafe scene.pointee.ngeom += 1
  }

  /// Copies what was drawn, three bytes for each pixel, the lowest row first.
  func read(into pixels: inout [UInt8]) {
    precondition(pixels.count == 3 * Int(viewport.width) * Int(viewport.height))
    unsafe mjr_readPixels(&pixels, nil, viewport, context)
  }

  private func check(_ error: UnsafePointer<CChar>?) throws(VideoError) {
    guard let error = unsafe error else { return }
    throw .undrawable(model: source.name, message: unsafe String(cString: error))
  }
}
