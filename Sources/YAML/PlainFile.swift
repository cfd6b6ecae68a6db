import Foundation

/// Reads files that a person names, which can be anything: a pipe that nobody writes to, a device that
/// never ends, a folder. Only what lies on a disk is read, and no more of it than is wanted.
package enum PlainFile {
  /// Why a file is not read, as the end of a sentence.
  package enum Failure: Error, Equatable {
    /// What the system says; the value of `errno`.
    case system(code: Int32)
    /// A pipe, a device or a socket.
    case notRegular
    case tooLarge(limit: Int)
    case notText

    package var reason: String {
      switch self {
      case .system(let code): unsafe String(cString: strerror(code))
      case .notRegular: "it is a pipe or a device, and must be a file on a disk"
      case .tooLarge(let limit): "it is larger than \(limit >> 20) MB, the most that is read"
      case .notText: "it is not text in UTF-8"
      }
    }
  }

  /// Reads the text of a file.
  ///
  /// - Parameter limit: the most bytes that it can have.
  package static func text(of path: String, limit: Int) throws(Failure) -> String {
    guard let text = String(data: try data(of: path, limit: limit), encoding: .utf8) else {
      throw .notText
    }
    return text
  }

  /// Throws where the file cannot be read, or is none that lies on a disk.
  package static func check(_ path: String) throws(Failure) {
    close(try open(path))
  }

  private static func data(of path: String, limit: Int) throws(Failure) -> Data {
    let descriptor = try open(path)
    defer { close(descriptor) }
    var bytes = Data()
    var part = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe part.withUnsafeMutableBytes { buffer in
        unsafe Foundation.read(descriptor, buffer.baseAddress, buffer.count)
      }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw .system(code: errno) }
      if count == 0 { return bytes }
      bytes.append(contentsOf: part[..<count])
      // What the system says about a file's size is not what it gives.
      guard bytes.count <= limit else { throw .tooLarge(limit: limit) }
    }
  }

  /// Opens a file without waiting for whoever is at the other end of it.
  private static func open(_ path: String) throws(Failure) -> Int32 {
    // The system would take what comes before a byte 0 for the name.
    guard !path.utf8.contains(0) else { throw .system(code: ENOENT) }
    let descriptor = unsafe Foundation.open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else {
      // A socket has no other end to open it from.
      throw errno == ENXIO ? .notRegular : .system(code: errno)
    }
    var status = stat()
    let failure: Failure? =
      if unsafe fstat(descriptor, &status) != 0 {
        .system(code: errno)
      } else {
        switch status.st_mode & S_IFMT {
        case S_IFREG: nil
        case S_IFDIR: .system(code: EISDIR)
        default: .notRegular
        }
      }
    if let failure {
      close(descriptor)
      throw failure
    }
    return descriptor
  }
}
