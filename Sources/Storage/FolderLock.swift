import Foundation

/// The use of a folder by one process at a time, until the lock is released or the process ends,
/// however it ends.
package final class FolderLock {
  private let descriptor: Int32

  /// - Throws: ``FileError`` where another process holds the lock, or the folder cannot be opened.
  package init(_ url: URL) throws(FileError) {
    let descriptor = unsafe open(url.filePath, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw FileError(path: url.filePath, action: "open this folder", system: .latest)
    }
    // Who only looks whether the lock is held has it for a moment.
    for _ in 0..<5 where !Self.take(descriptor, LOCK_EX) { usleep(20_000) }
    guard Self.take(descriptor, LOCK_EX) else {
      close(descriptor)
      throw FileError(
        path: url.filePath, action: "work in this folder", system: SystemError(code: EBUSY))
    }
    self.descriptor = descriptor
  }

  /// Whether a process holds the lock of a folder.
  package static func isHeld(_ url: URL) -> Bool {
    let descriptor = unsafe open(url.filePath, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return !take(descriptor, LOCK_SH)
  }

  /// Some file systems have no locks; that is no reason to do nothing at all.
  private static func take(_ descriptor: Int32, _ kind: Int32) -> Bool {
    flock(descriptor, kind | LOCK_NB) == 0 || errno != EWOULDBLOCK
  }

  deinit { close(descriptor) }
}
