import CMuJoCo
import Foundation
import Synchronization

/// Keeps simulations from taking more memory than there is. The system grants whatever is asked for and
/// ends the process later, when the memory is used.
enum SimulatorMemory {
  /// How many bytes can be taken before looking again.
  private static let granted = Mutex(0.0)

  /// Throws where the memory of the machine does not hold one more simulation of a model.
  static func require(_ model: MuJoCoModel) throws(EnvironmentError) {
    let size = unsafe mujoco_data_size(model.pointer)
    let shortage: Double? = granted.withLock { granted in
      if size > granted, let available {
        guard size <= available else { return available }
        granted = max(size, available / 16)
      }
      granted -= size
      return nil
    }
    guard let shortage else { return }
    throw EnvironmentError(
      "a simulation of the model \(model.name) takes \(text(size)) of memory, and \(text(shortage)) "
        + "are free; use fewer environments, or smaller numbers in the model's <size>")
  }

  /// How many bytes the machine can give, or nil where it does not say.
  private static var available: Double? {
    guard let text = try? String(contentsOfFile: "/proc/meminfo", encoding: .utf8),
      let match = text.firstMatch(of: /MemAvailable: *(\d+) kB/), let kilobytes = Double(match.1)
    else { return nil }
    return kilobytes * 1024
  }

  private static func text(_ bytes: Double) -> String {
    bytes >= 0x1p30
      ? "\((bytes / 0x1p30).shortText) GB" : "\((bytes / 0x1p20).shortText) MB"
  }
}
