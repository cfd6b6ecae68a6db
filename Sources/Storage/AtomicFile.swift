import Foundation

/// Replaces files as a whole: whoever looks, also after a crash or a power cut, finds the old contents
/// or the new ones and nothing in between.
package enum AtomicFile {
  /// Replaces the file at `url` by the one that `write` makes at the path it is given.
  ///
  /// That path lies in the same folder; no file is there yet. If `write` throws, or the file cannot be
  /// put in place, the old file stays as it is and the new one is removed.
  ///
  /// - Throws: what `write` throws, or a ``FileError``.
  package static func replace(at url: URL, writing write: (URL) throws -> Void) throws {
    let names = TemporaryName(of: url)
    names.removeAbandoned()
    let temporary = names.next()
    do {
      try write(temporary)
      try synchronize(temporary, reportedAs: url)
      guard unsafe rename(temporary.filePath, url.filePath) == 0 else {
        throw FileError(path: url.filePath, action: "replace it", system: .latest)
      }
    } catch {
      discard(temporary)
      throw error
    }
    try synchronize(url.deletingLastPathComponent(), reportedAs: url)
  }

  /// Replaces the contents of the file at `url`, or makes it.
  ///
  /// - Throws: ``FileError``.
  package static func write(_ data: Data, to url: URL) throws {
    try replace(at: url) { temporary in
      let descriptor = unsafe open(
        temporary.filePath, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      guard descriptor >= 0 else {
        throw FileError(path: url.filePath, action: "write it", system: .latest)
      }
      defer { close(descriptor) }
      do throws(SystemError) {
        try data.writeAll(to: descriptor)
      } catch {
        throw FileError(path: url.filePath, action: "write it", system: error)
      }
    }
  }

  /// Removes a file that could not be finished.
  static func discard(_ temporary: URL) {
    // Whoever failed to write it may still have it open (HDF5File does): give its room back.
    _ = unsafe truncate(temporary.filePath, 0)
    _ = unsafe unlink(temporary.filePath)
  }

  /// Waits until a file or folder is on the disk.
  static func synchronize(_ url: URL, reportedAs target: URL) throws(FileError) {
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

extension URL {
  /// The path as the operating system takes it.
  package var filePath: String { path(percentEncoded: false) }
}
