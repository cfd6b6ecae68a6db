import Foundation

/// A folder that is being filled, under a hidden name beside the one that it will have. Whoever looks
/// finds it whole or not at all, also after a kill.
///
/// It is locked from the beginning, and stays so under its final name. Either ``publish()`` or
/// ``discard()`` is to be called when it is filled.
package struct PendingFolder {
  /// Where to fill it.
  package let url: URL
  package let lock: FolderLock
  private let parent: URL
  private let name: String

  /// Makes it in an existing folder, and removes what killed processes left of theirs.
  package init(in parent: URL, name: String) throws(FileError) {
    Self.removeAbandoned(in: parent)
    let url = TemporaryName(of: parent.appending(path: name)).next()
    guard try Folder.makeNew(url) else {
      throw FileError(
        path: url.filePath, action: "make this folder", system: SystemError(code: EEXIST))
    }
    self.url = url
    self.parent = parent
    self.name = name
    lock = try FolderLock(url)
  }

  /// The first name that is free: the own one, or with `_2`, `_3` and so on after it.
  package var freeName: String { candidates.first { !Self.isTaken(parent.appending(path: $0)) }! }

  private var candidates: some Sequence<String> {
    let name = name
    return (1...).lazy.map { $0 == 1 ? name : "\(name)_\($0)" }
  }

  /// Gives it its name, or where that is taken the next that is free. Of several processes that try at
  /// once, each gets a name of its own.
  package func publish() throws(FileError) -> URL {
    for candidate in candidates {
      let target = parent.appending(path: candidate, directoryHint: .isDirectory)
      // An empty folder would give way to the new one.
      if Self.isTaken(target) { continue }
      if unsafe rename(url.filePath, target.filePath) == 0 {
        try PendingFile.synchronize(parent, reportedAs: target)
        return target
      }
      let error = SystemError.latest
      guard [EEXIST, ENOTEMPTY, ENOTDIR].contains(error.code) else {
        throw FileError(path: target.filePath, action: "make this folder", system: error)
      }
    }
    preconditionFailure("there is always another number")
  }

  /// Removes it and what is in it.
  package func discard() { Self.remove(url) }

  private static func isTaken(_ url: URL) -> Bool {
    var status = stat()
    let path = url.filePath
    // With a slash at its end a link to nothing would seem to be free.
    return unsafe lstat(path.hasSuffix("/") ? String(path.dropLast()) : path, &status) == 0
  }

  /// Removes folders that processes did not live to fill. One that is locked is in use, whatever its
  /// name says.
  private static func removeAbandoned(in parent: URL) {
    for name in (try? Folder.names(in: parent)) ?? [] where TemporaryName.isAbandoned(name) {
      let url = parent.appending(path: name, directoryHint: .isDirectory)
      if Folder.exists(url), !FolderLock.isHeld(url) { remove(url) }
    }
  }

  /// A link to a folder elsewhere, for files that are kept there, goes with that folder, as long as
  /// nothing is in it but what we begin with.
  private static func remove(_ url: URL) {
    for name in (try? Folder.names(in: url)) ?? [] {
      let entry = url.appending(path: name, directoryHint: .notDirectory)
      guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: entry.filePath)
      else { continue }
      let folder = URL(filePath: target, directoryHint: .isDirectory)
      TemporaryName.removeAbandoned(in: folder)
      let files = (try? Folder.names(in: folder)) ?? []
      guard files.count <= 1 else { continue }
      for file in files { _ = unsafe unlink(folder.appending(path: file).filePath) }
      _ = unsafe rmdir(folder.filePath)
    }
    try? FileManager.default.removeItem(at: url)
  }
}
