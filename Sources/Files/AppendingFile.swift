import Foundation

/// A file that grows at its end. What is appended reaches the operating system in one piece, so that
/// a process that is killed leaves whole pieces behind, but for the one it was writing.
package final class AppendingFile: Sendable {
  private let path: String
  private let descriptor: Int32

  /// Makes a new file, which must not exist yet.
  package convenience init(creating url: URL) throws(FileError) {
    try self.init(url.filePath, O_CREAT | O_EXCL, action: "create it")
  }

  /// Opens an existing file.
  package convenience init(continuing url: URL) throws(FileError) {
    try self.init(url.filePath, 0, action: "open it for writing")
  }

  /// Opens a file, or makes it.
  package convenience init(continuingOrCreating url: URL) throws(FileError) {
    try self.init(url.filePath, O_CREAT, action: "open it for writing")
  }

  private init(_ path: String, _ flags: Int32, action: String) throws(FileError) {
    self.path = path
    // Without O_NONBLOCK a pipe that nobody reads would keep the process for ever.
    let descriptor = unsafe open(
      path, O_WRONLY | O_APPEND | O_NONBLOCK | O_CLOEXEC | flags, 0o666)
    guard descriptor >= 0 else {
      // A pipe without a reader.
      let error = SystemError.latest
      throw FileError(
        path: path, action: action, system: error.code == ENXIO ? SystemError(code: ESPIPE) : error)
    }
    if let error = SystemError.irregularity(of: descriptor) {
      close(descriptor)
      throw FileError(path: path, action: action, system: error)
    }
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// Appends `bytes`. If that fails, as on a full disk, the file stays as it was.
  package func append(_ bytes: Data) throws(FileError) {
    let length = lseek(descriptor, 0, SEEK_END)
    do throws(SystemError) {
      try bytes.writeAll(to: descriptor)
    } catch {
      ftruncate(descriptor, length)
      throw FileError(path: path, action: "write it", system: error)
    }
  }

  /// Waits until the file is on the disk.
  package func synchronize() throws(FileError) {
    guard fsync(descriptor) == 0 else {
      throw FileError(path: path, action: "write it", system: .latest)
    }
  }
}
