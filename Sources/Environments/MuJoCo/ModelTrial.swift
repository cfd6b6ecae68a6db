import CMuJoCoGuard
import Foundation

/// Compiles the model of a file in a process of its own, and says what became of that.
///
/// The alternatives: a program that does nothing else would have to lie beside every program that uses
/// this library, and reading the XML ourselves would not find what MuJoCo trips over. A fork that runs
/// nothing but C takes about as long as compiling a small model does.
package enum ModelTrial {
  /// What a trial may take. Large meshes take seconds to compile.
  package struct Limits {
    package var processorSeconds = 60
    /// Longer than the processor's time, for machines that are busy and files that lie far away.
    package var clockSeconds = 240
    package var bytes = defaultBytes

    package init() {}

    /// Half of the machine's memory, and no more than any model that can be simulated many times.
    private static let defaultBytes = {
      let pages = sysconf(Int32(_SC_PHYS_PAGES))
      let half = pages > 0 ? pages * sysconf(Int32(_SC_PAGESIZE)) / 2 : .max
      return min(half, 2 << 30)
    }()
  }

  /// Why a model cannot be compiled here, or nil where it can.
  package static func failure(of path: String, limits: Limits = Limits()) -> String? {
    var result = mujoco_trial_result()
    unsafe mujoco_try_model(
      path,
      mujoco_trial_limits(
        processor_seconds: Int32(limits.processorSeconds),
        clock_seconds: Int32(limits.clockSeconds), bytes: limits.bytes),
      &result)
    let message = unsafe withUnsafeBytes(of: &result.message) { bytes in
      unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    switch result.outcome {
    case MUJOCO_TRIAL_PASSED: return nil
    case MUJOCO_TRIAL_REFUSED: return message.inOneLine
    case MUJOCO_TRIAL_OUT_OF_TIME:
      return """
        compiling it takes more than the \(limits.processorSeconds) s of processor time that are \
        allowed; look for counts and sizes that are far too large, and for includes of files that \
        never end
        """
    case MUJOCO_TRIAL_OUT_OF_MEMORY:
      return """
        compiling it takes more than the \((Double(limits.bytes) / 0x1p30).shortText) GB of memory \
        that are allowed; look for counts and sizes that are far too large
        """
    case MUJOCO_TRIAL_THREW:
      return "MuJoCo ended with \(message); look for counts and sizes that are far too large"
    case MUJOCO_TRIAL_IMPOSSIBLE:
      return
        "a process to compile it in cannot be started: \(unsafe String(cString: strerror(result.detail)))"
    default:
      let cause =
        result.detail == 0 ? "" : " (\(unsafe String(cString: strsignal(result.detail))))"
      return """
        MuJoCo crashed while compiling it\(cause); look for indices beyond what they point into, as \
        in a mesh's faces, and for bodies that are nested too deeply
        """
    }
  }
}
