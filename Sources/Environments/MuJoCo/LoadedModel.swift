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
      case .file(let path):
        if let failure = ModelTrial.failure(of: path) {
          unsafe LoadedModel(pointer: nil, message: failure)
        } else {
          unsafe load(path: path, text: [])
        }
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
    return unsafe LoadedModel(
      pointer: pointer, message: String(decoding: characters, as: UTF8.self).inOneLine)
  }
}

extension String {
  /// A message of MuJoCo's, which writes the place of a mistake on a line of its own, as one line.
  var inOneLine: String { split(whereSeparator: \.isNewline).joined(separator: ", ") }
}
