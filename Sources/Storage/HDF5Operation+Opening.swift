import CHDF5
import Foundation

extension HDF5Operation {
  /// The eight bytes that every HDF5 file begins with.
  private static let signature: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]

  /// Throws unless the path leads to a file that can be opened without waiting for anyone.
  func checkIsRegularFile() throws(HDF5Error) {
    var status = stat()
    guard unsafe stat(file, &status) == 0 else {
      let system = SystemError.latest
      throw error(system.code == ENOENT ? .fileMissing : .unreadable, system)
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return
    case S_IFDIR: throw error(.unreadable, SystemError(code: EISDIR))
    default: throw error(.unreadable, "it is not a regular file", advice: "Check the path")
    }
  }

  /// The error for a file that the library has just failed to open.
  func openingError() -> HDF5Error {
    let failure = HDF5Library.latestFailure
    if let system = failure.systemError { return error(.unreadable, system) }
    let beginning: [UInt8]
    do {
      beginning = try Self.beginning(of: file)
    } catch {
      return self.error(.unreadable, error)
    }
    if beginning.isEmpty {
      return error(.damaged, "it is empty", advice: "Use another copy of it")
    }
    if !beginning.starts(with: Self.signature.prefix(beginning.count)) {
      return error(.notHDF5, "it is not an HDF5 file", advice: "Check the path")
    }
    return error(
      .damaged, "it is cut off or damaged (libhdf5 says '\(failure.message)')",
      advice: Self.damageAdvice(failure))
  }

  private static func beginning(of file: String) throws(SystemError) -> [UInt8] {
    let descriptor = unsafe open(file, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .latest }
    defer { Foundation.close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: signature.count)
    let count = unsafe bytes.withUnsafeMutableBytes { buffer in
      unsafe Foundation.read(descriptor, buffer.baseAddress, buffer.count)
    }
    guard count >= 0 else { throw .latest }
    return Array(bytes.prefix(count))
  }
}
