import Foundation
import Synchronization

/// A file that is being written, next to the one that it will replace as a whole.
///
/// Either ``commit()`` or ``discard()`` is to be called when it is written.
package struct PendingFile: Sendable {
  /// The file to be.
  package let url: URL
  /// Where to write it: a path in the same folder, at which no file is yet.
  package let temporary: URL

  package init(replacing url: URL) {
    Self.removeAbandoned(beside: url)
    self.url = url
    temporary = TemporaryName(of: url).next()
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
  package func discard() {
    // Whoever failed to write it may still have it open (HDF5File does): give its room back.
    _ = unsafe truncate(temporary.filePath, 0)
    _ = unsafe unlink(temporary.filePath)
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
