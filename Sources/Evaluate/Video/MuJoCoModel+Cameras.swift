import CMuJoCo
import Environments

extension MuJoCoModel {
  /// The name of the camera that sees the whole model, which no model has to define.
  private static let freeCamera = "free"

  /// The camera called `name`; without a name the one called `track`, or else the first, or else the
  /// free one.
  func camera(named name: String?) throws(VideoError) -> mjvCamera {
    var camera = mjvCamera()
    unsafe mjv_defaultFreeCamera(pointer, &camera)
    let count = unsafe pointer.pointee.ncam
    let kind = Int32(mjOBJ_CAMERA.rawValue)
    var index = unsafe mj_name2id(pointer, kind, name ?? "track")
    if index < 0, name == nil, count > 0 { index = 0 }
    if index >= 0 {
      camera.type = Int32(mjCAMERA_FIXED.rawValue)
      camera.fixedcamid = index
    } else if let name, name != Self.freeCamera {
      let names = (0..<count).compactMap { index in
        unsafe mj_id2name(pointer, kind, index).map { unsafe String(cString: $0) }
      }
      throw .unknownCamera(name, cameras: names + [Self.freeCamera])
    }
    return camera
  }
}
