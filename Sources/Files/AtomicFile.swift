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
    let file = PendingFile(replacing: url)
    do {
      try write(file.temporary)
      try file.commit()
    } catch {
      file.discard()
      throw error
    }
  }

  /// Removes what processes that were killed left behind of files that they were writing in a folder.
  package static func removeAbandoned(in folder: URL) {
    TemporaryName.removeAbandoned(in: folder)
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
}

extension URL {
  /// The path as the operating system takes it.
  package var filePath: String { path(percentEncoded: false) }
}
