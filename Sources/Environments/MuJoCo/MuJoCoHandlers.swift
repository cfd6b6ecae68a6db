import CMuJoCo

/// What happens when MuJoCo has something to say.
enum MuJoCoHandlers {
  /// Installs the handlers. MuJoCo's own would write `MUJOCO_LOG.TXT` into the working directory.
  static func install() {
    unsafe mujoco_set_handlers(
      // Warnings are counted in each simulation's data, and found there after each step.
      { _ in },
      // An error leaves the simulator in no usable state, and is a mistake in a program.
      { message in
        let text = unsafe message.map { unsafe String(cString: $0) } ?? "unknown error"
        fatalError("MuJoCo: \(text)")
      })
  }
}
