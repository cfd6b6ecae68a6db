import Foundation

/// A regular file, open for reading. To open one never waits for anybody, whatever lies at its path.
package final class OpenFile {
  private let descriptor: Int32
  /// The number of bytes, as it was when the file was opened.
  package let size: Int
  private let identity: Identity

  /// What tells a file from every other of the computer.
  struct Identity: Equatable {
    private let device: dev_t
    private let number: ino_t

    init?(of descriptor: Int32) {
      var status = stat()
      guard unsafe fstat(descriptor, &status) == 0 else { return nil }
      (device, number) = (status.st_dev, status.st_ino)
    }
  }

  /// - Throws: `EISDIR` for a folder, `ESPIPE` for whatever else is no regular file.
  package init(reading path: String) throws(SystemError) {
    // Without O_NONBLOCK a pipe that nobody writes to would keep the process for ever.
    let descriptor = unsafe open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw .latest }
    self.descriptor = descriptor
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, let identity = Identity(of: descriptor) else {
      let error = SystemError.latest
      close(descriptor)
      throw error
    }
    if let error = SystemError.irregularity(of: descriptor) {
      close(descriptor)
      throw error
    }
    size = Int(status.st_size)
    self.identity = identity
  }

  deinit { close(descriptor) }

  /// Whether another descriptor of this process is of the same file.
  package func isSameFile(as other: Int32) -> Bool { Identity(of: other) == identity }

  /// Keeps programs that look for locks from writing to the file while it is open here.
  package func lockForReading() { flock(descriptor, LOCK_SH | LOCK_NB) }

  /// At most `count` of the bytes from `offset`, fewer only where the file ends.
  package func bytes(from offset: Int, count: Int) throws(SystemError) -> [UInt8] {
    var bytes = [UInt8]()
    while bytes.count < count {
      var part = [UInt8](repeating: 0, count: count - bytes.count)
      let read = unsafe part.withUnsafeMutableBytes { buffer in
        unsafe pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset + bytes.count))
      }
      if read < 0 && errno == EINTR { continue }
      guard read >= 0 else { throw .latest }
      if read == 0 { break }
      bytes += part.prefix(read)
    }
    return bytes
  }

  /// Adds all bytes from `offset` to a digest.
  package func update(_ digest: inout SHA256, from offset: Int) throws(SystemError) {
    // Half of a processor's second cache: what was read is still there when it is hashed.
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    var position = offset
    while true {
      let read = unsafe buffer.withUnsafeMutableBytes { buffer in
        unsafe pread(descriptor, buffer.baseAddress, buffer.count, off_t(position))
      }
      if read < 0 && errno == EINTR { continue }
      guard read >= 0 else { throw .latest }
      if read == 0 { return }
      unsafe buffer.withUnsafeBytes { bytes in
        unsafe digest.update(UnsafeRawBufferPointer(rebasing: bytes[..<read]))
      }
      position += read
    }
  }
}
