import CMuJoCo

/// A warning that MuJoCo raised. The texts are ours because MuJoCo writes its own into one place in memory,
/// whichever thread a simulation is on.
struct MuJoCoWarning: CustomStringConvertible {
  private let kind: mjtWarning
  /// The degree of freedom, the actuator or the size that it is about.
  private let subject: Int32

  /// The first kind of warning since the data was reset, or nil where there was none.
  init?(in data: UnsafePointer<mjData>) {
    let kind = unsafe mujoco_first_warning(data)
    guard kind >= 0 else { return nil }
    self.kind = mjtWarning(rawValue: UInt32(kind))
    subject = unsafe mujoco_warning_subject(data, kind)
  }

  var description: String {
    switch kind {
    case mjWARN_INERTIA:
      "The inertia matrix is nearly singular at degree of freedom \(subject); look at the model's masses"
    case mjWARN_CONTACTFULL: overflow("contact", size: "nconmax")
    case mjWARN_CNSTRFULL: overflow("constraint", size: "njmax")
    case mjWARN_BADQPOS: instability("position", of: "degree of freedom")
    case mjWARN_BADQVEL: instability("velocity", of: "degree of freedom")
    case mjWARN_BADQACC: instability("acceleration", of: "degree of freedom")
    case mjWARN_BADCTRL: instability("control", of: "actuator")
    default: "Warning \(kind.rawValue), about \(subject)"
    }
  }

  private func overflow(_ content: String, size: String) -> String {
    "There are more \(content)s than fit; \(size) in the model's <size> has to be above \(subject)"
  }

  private func instability(_ quantity: String, of owner: String) -> String {
    "The \(quantity) of \(owner) \(subject) is not a number or far too large, so the simulation is unstable"
  }
}
