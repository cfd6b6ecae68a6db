import Foundation

/// A file that is being written, next to the one that it will replace as a whole.
///
/// Either ``commit()`` or ``discard()`` is to be called when it is written.
package struct PendingFile: Sendable {
  /// The file to be.
  package let url: URL
  /// Where to write it: a path in the same folder, at which no file is yet.
  package let temporary: URL

  package init(replacing url: URL) {
    let names = TemporaryName(of: url)
    names.removeAbandoned()
    self.url = url
    temporary = names.next()
  }

  /// Puts the file in its place, once it is on the disk.
  package func commit() throws(FileError) {
    try Self.synchronize(temporary, reportedAs: url)
    guard unsafe rename(temporary.filePath, url.filePath) == 0 else {
      throw FileError(path: url.filePath, action: "replace it", system: .latest)
    }
    try Self.synchronize(url.deletingLastPathComponent(), reportedAs: url)
  }

  /// Removes what was written. The old file stays as it is.
  package func discard() { Self.discard(temporary) }

  /// Removes a file that could not be finished.
  package static func discard(_ temporary: URL) {
    // Whoever failed to write it may still have it open (HDF5File does): give its room back.
    _ = unsafe truncate(temporary.filePath, 0)
    _ = unsafe unlink(temporary.filePath)
  }

  /// Waits until a file or folder is on the disk.
  package static func synchronize(_ url: URL, reportedAs target: URL) throws(FileError) {
    let descriptor = unsafe open(url.filePath, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw FileError(path: target.filePath, action: "write it", system: .latest)
    }
    defer { close(descriptor) }
    // Some file systems cannot synchronize a folder and say that the call makes no sense.
    guard fsync(descriptor) == 0 || errno == EINVAL else {
      throw FileError(path: target.filePath, action: "write it", system: .latest)
    }
  }
}
