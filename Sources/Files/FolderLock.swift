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
      throw Self.busy(url)
    }
    self.descriptor = descriptor
  }

  /// That the lock of a folder is somebody else's.
  static func busy(_ url: URL) -> FileError {
    let holder = holder(of: url).map { ", which \($0) has locked" } ?? ""
    return FileError(
      path: url.filePath, action: "work in this folder\(holder)", system: SystemError(code: EBUSY))
  }

  /// Who holds the lock, such as `process 4711 (agents)`, where the system tells.
  private static func holder(of url: URL) -> String? {
    var status = stat()
    guard unsafe stat(url.filePath, &status) == 0,
      let locks = try? String(contentsOfFile: "/proc/locks", encoding: .utf8)
    else { return nil }
    for line in locks.split(separator: "\n") {
      // 1: FLOCK  ADVISORY  WRITE 4711 08:01:131075 0 EOF
      let words = line.split(separator: " ")
      guard words.count > 5, words[1] == "FLOCK", let process = Int32(words[4]),
        process != getpid(), words[5].split(separator: ":").last == "\(status.st_ino)"
      else { continue }
      let name = try? String(contentsOfFile: "/proc/\(process)/comm", encoding: .utf8)
      return "process \(process)" + (name.map { " (\($0.dropLast()))" } ?? "")
    }
    return nil
  }

  /// Whether the folder that is locked is the one at this place, and was not removed, moved or replaced.
  package func isAt(_ url: URL) -> Bool {
    var (locked, present) = (stat(), stat())
    guard unsafe fstat(descriptor, &locked) == 0, unsafe stat(url.filePath, &present) == 0 else {
      return false
    }
    return locked.st_ino == present.st_ino && locked.st_dev == present.st_dev
  }

  /// Whether a process holds the lock of a folder.
  package static func isHeld(_ url: URL) -> Bool {
    let descriptor = unsafe open(url.filePath, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return !take(descriptor, LOCK_SH)
  }

  /// Some file systems have no locks; that is no reason to do nothing at all.
  static func take(_ descriptor: Int32, _ kind: Int32) -> Bool {
    flock(descriptor, kind | LOCK_NB) == 0 || errno != EWOULDBLOCK
  }

  deinit { close(descriptor) }
}
