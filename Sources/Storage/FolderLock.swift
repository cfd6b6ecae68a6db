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
    // Some file systems have no locks; that is no reason to do nothing at all.
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK else {
      close(descriptor)
      throw FileError(
        path: url.filePath, action: "work in this folder", system: SystemError(code: EBUSY))
    }
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }
}
