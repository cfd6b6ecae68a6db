import CMuJoCo
import CMuJoCoGuard
import Synchronization

/// What reading a model gave: a pointer, or a message.
@unsafe struct LoadedModel {
  let pointer: UnsafeMutablePointer<mjModel>?
  @safe let message: String

  /// Where a model comes from.
  enum Source {
    case text([UInt8])
    case file(String)
  }

  /// The XML reader keeps what it read last in a global variable.
  private static let reader: Mutex<Void> = {
    mujoco_guard_install()
    return Mutex(())
  }()

  static func read(_ source: Source) -> LoadedModel {
    unsafe reader.withLock { _ in
      switch source {
      case .text(let xml): unsafe load(path: nil, text: xml)
      case .file(let path): unsafe load(path: path, text: [])
      }
    }
  }

  private static func load(path: String?, text: [UInt8]) -> LoadedModel {
    var message = [CChar](repeating: 0, count: 1000)
    let capacity = Int32(message.count)
    var pointer: UnsafeMutablePointer<mjModel>?
    let error = unsafe mujoco_guard_load(
      path, text, Int32(text.count), &pointer, &message, capacity)
    if let error = unsafe error {
      return unsafe LoadedModel(pointer: nil, message: String(cString: error))
    }
    let characters = message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    // MuJoCo writes the place of a mistake on a line of its own.
    let lines = String(decoding: characters, as: UTF8.self).split(whereSeparator: \.isNewline)
    return unsafe LoadedModel(pointer: pointer, message: lines.joined(separator: ", "))
  }
}
