import CHDF5
import Files
import Foundation

/// The one libhdf5 of the process.
///
/// Some builds of it are safe to call from several threads and some are not, so every call is made
/// between ``enter()`` and ``leave()``, whichever file it concerns.
enum HDF5Library {
  private static let lock: NSRecursiveLock = {
    // Files are closed by their owners. The library's own attempt at exit would touch files that
    // could not be written, which it does not survive.
    H5dont_atexit()
    H5open()
    // A file may name a filter that the library would look for in a folder that the environment
    // names, load and run. Nothing that is loaded can run code.
    H5PLset_loading_state(0)
    return NSRecursiveLock()
  }()

  /// Waits until no other thread uses the library.
  static func enter() {
    lock.lock()
    // Errors are thrown, not printed. A build for several threads keeps this setting for each.
    H5Eset_auto2(chdf5_default(), nil, nil)
  }

  static func leave() { lock.unlock() }

  /// What the library says about the call that has just failed.
  static var latestFailure: HDF5Failure {
    var messages = [String]()
    unsafe withUnsafeMutablePointer(to: &messages) { messages in
      _ = unsafe H5Ewalk2(
        chdf5_default(), H5E_WALK_UPWARD,
        { _, entry, messages in
          if let text = unsafe entry?.pointee.desc {
            unsafe messages?.assumingMemoryBound(to: [String].self).pointee
              .append(String(cString: text))
          }
          return 0
        }, messages)
    }
    return HDF5Failure(messages: messages)
  }
}

/// The messages of the library's error stack, the innermost first.
struct HDF5Failure {
  let messages: [String]

  /// The system's error that caused it, where a call to the system failed.
  var systemError: SystemError? {
    for message in messages {
      guard let mark = message.range(of: "errno = ") else { continue }
      let digits = message[mark.upperBound...].prefix(while: \.isNumber)
      if let code = Int32(digits) { return SystemError(code: code) }
    }
    return nil
  }

  /// Whether the library met a version of the format that it does not know.
  var isNewerFormat: Bool { messages.contains { $0.contains("version number") } }

  /// The innermost message, on one line.
  var message: String {
    let text = messages.first ?? "the library gives no reason"
    return text.split(whereSeparator: \.isNewline).joined(separator: " ")
  }
}
