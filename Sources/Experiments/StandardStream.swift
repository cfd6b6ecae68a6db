import Files
import Foundation
import Synchronization

/// The streams that a person, or another program, reads: the only way from here to a terminal.
package enum StandardStream: Int32, Sendable {
  case output = 1
  case error = 2

  private static let outputFailure = Mutex<FileError?>(nil)

  /// Why something that was written to the standard output did not arrive, if that happened. A reader
  /// that went away, as `head` does, is no failure: it has what it wanted.
  package static var failure: FileError? { outputFailure.withLock { $0 } }

  /// Whether anything was written to the standard output.
  package static var hasWrittenOutput: Bool { wroteOutput.load(ordering: .relaxed) }
  private static let wroteOutput = Atomic(false)

  /// Writes text of whatever origin; what would make a terminal do something is made readable.
  package func write(_ text: String) { writeRaw(OutgoingText.lines(text)) }

  /// Writes text in which control characters are meant. Nothing in it may come from a file or a name,
  /// unless it went through ``OutgoingText``.
  package func writeRaw(_ text: String) {
    if self == .output { Self.wroteOutput.store(true, ordering: .relaxed) }
    do throws(SystemError) {
      try Data(text.utf8).writeAll(to: rawValue)
    } catch {
      guard self == .output, error.code != EPIPE else { return }
      Self.outputFailure.withLock { failure in
        failure =
          failure ?? FileError(path: "standard output", action: "write it", system: error)
      }
    }
  }

  /// Makes sure that there is something at the standard streams. Where the caller closed one, the next
  /// file that is opened would be in its place, and messages would be written into that.
  package static func openMissing() {
    for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO]
    where fcntl(descriptor, F_GETFD) < 0 && errno == EBADF {
      // The lowest number that is free, which is this one.
      _ = unsafe open("/dev/null", O_RDWR)
    }
  }
}
