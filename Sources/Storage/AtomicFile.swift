import Foundation
import Synchronization

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
    removeAbandoned(beside: url)
    let temporary = TemporaryName(of: url).next()
    do {
      try write(temporary)
      try synchronize(temporary, reportedAs: url)
      guard unsafe rename(temporary.filePath, url.filePath) == 0 else {
        throw FileError(path: url.filePath, action: "replace it", system: .latest)
      }
    } catch {
      // Whoever failed to write it may still have it open (HDF5File does): give its room back.
      _ = unsafe truncate(temporary.filePath, 0)
      _ = unsafe unlink(temporary.filePath)
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

  /// Waits until a file or folder is on the disk.
  private static func synchronize(_ url: URL, reportedAs target: URL) throws(FileError) {
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

  /// Removes what processes that no longer live left behind when they were replacing this file.
  private static func removeAbandoned(beside url: URL) {
    let folder = url.deletingLastPathComponent()
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.filePath)) ?? []
    let pattern = TemporaryName(of: url)
    for name in names where pattern.isAbandoned(name) {
      _ = unsafe unlink(folder.appending(path: name).filePath)
    }
  }
}

/// The names of the temporary files that stand in for a file: `.name.tmp-host-process-number`.
private struct TemporaryName {
  private let folder: URL
  private let prefix: String

  private static let used = Atomic<Int>(0)

  init(of url: URL) {
    folder = url.deletingLastPathComponent()
    // Only on its own computer does a process number say whether the process lives.
    let host = ProcessInfo.processInfo.hostName
    prefix = ".\(url.lastPathComponent).tmp-\(host)-"
  }

  /// A name that no other file has.
  func next() -> URL {
    let number = Self.used.wrappingAdd(1, ordering: .relaxed).newValue
    return folder.appending(path: "\(prefix)\(getpid())-\(number)")
  }

  /// Whether a file of this name belongs to a process that no longer lives, or that had our number
  /// before us.
  func isAbandoned(_ name: String) -> Bool {
    guard name.hasPrefix(prefix) else { return false }
    let numbers = name.dropFirst(prefix.count).split(separator: "-").compactMap { Int32($0) }
    guard numbers.count == 2 else { return false }
    if numbers[0] == getpid() {
      return numbers[1] > Self.used.load(ordering: .relaxed)
    }
    return kill(numbers[0], 0) != 0 && errno == ESRCH
  }
}

extension URL {
  /// The path as the operating system takes it.
  package var filePath: String { path(percentEncoded: false) }
}
