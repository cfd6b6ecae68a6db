import Foundation

extension Data {
  /// Reads the whole file at `url`, which must be a regular one.
  package init(reading url: URL) throws(FileError) {
    do {
      let file = try OpenFile(reading: url.filePath)
      self.init(try file.bytes(from: 0, count: file.size))
    } catch {
      throw FileError(path: url.filePath, action: "read it", system: error)
    }
  }

  /// Writes all bytes, in one call to the system unless it takes only a part of them.
  package func writeAll(to descriptor: Int32) throws(SystemError) {
    var rest = self[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { bytes in
        unsafe Foundation.write(descriptor, bytes.baseAddress, bytes.count)
      }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw .latest }
      rest = rest.dropFirst(count)
    }
  }
}
