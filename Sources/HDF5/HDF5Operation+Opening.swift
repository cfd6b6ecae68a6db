import CHDF5
import CHDF5Trial
import Files
import Foundation

extension HDF5Operation {
  /// The eight bytes that every HDF5 file begins with.
  private static let signature: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]

  /// The file at the path, which can be opened without waiting for anyone.
  func openFile() throws(HDF5Error) -> OpenFile {
    do {
      return try OpenFile(reading: file)
    } catch {
      throw self.error(
        error.code == ENOENT ? .fileMissing : .unreadable, error.reason, advice: error.advice)
    }
  }

  /// Holds a file against the digest at its front, before the library sees it.
  func check(
    _ source: OpenFile, acceptingChanges: Bool
  ) throws(HDF5Error) -> FileSeal.Finding {
    let finding: FileSeal.Finding
    do {
      finding = try FileSeal.check(source, signature: Self.signature)
    } catch {
      throw self.error(.unreadable, error)
    }
    if acceptingChanges { return finding }
    switch finding {
    case .none, .whole, .unfinished: return finding
    case .cutOff(let count, let expected):
      let whole = expected.map { " of \($0)" } ?? ""
      throw error(
        .damaged, "it is cut off or damaged: \(count)\(whole) bytes are there",
        advice: "Use another copy of it")
    case .changed:
      throw error(
        .changed,
        "it is damaged or was changed: its contents are not those that its digest (SHA-256) is of",
        advice: "Use another copy of it; or, if it was changed on purpose, add --accept-changed")
    case .newer(let version):
      throw error(
        .wrongType, "its digest is of version \(version), which this program does not know",
        advice: "Use the version of the program that wrote it, or a newer one")
    }
  }

  /// Lets another process read a file that no digest vouches for, as the library may crash on a damaged
  /// one, or stay in a loop.
  func tryReading() throws(HDF5Error) {
    var trial = unsafe hdf5_trial_read(file)
    if trial.failure != 0 { throw error(.unreadable, SystemError(code: trial.failure)) }
    if trial.broken != 0 {
      let message = unsafe withUnsafeBytes(of: &trial.message) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      throw damageError(HDF5Failure(messages: [message]))
    }
    guard trial.hung != 0 || trial.signal != 0 else { return }
    let outcome =
      trial.hung != 0
      ? "libhdf5 does not come to an end with it" : "libhdf5 crashes on it (signal \(trial.signal))"
    throw error(.damaged, "it is damaged: \(outcome)", advice: "Use another copy of it")
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
    return damageError(failure)
  }

  private func damageError(_ failure: HDF5Failure) -> HDF5Error {
    error(
      .damaged, "it is cut off or damaged (libhdf5 says '\(failure.message)')",
      advice: Self.damageAdvice(failure))
  }

  private static func beginning(of file: String) throws(SystemError) -> [UInt8] {
    try OpenFile(reading: file).bytes(from: 0, count: signature.count)
  }
}

/// A file that the library has opened for reading, and which is the one that was checked before.
struct HDF5Opening {
  let id: hid_t
  /// In bytes.
  let size: Int
  let finding: FileSeal.Finding

  /// A file that grows is replaced about every second.
  private static let attempts = 20

  /// - Parameter open: lets the library open the file.
  init(
    _ operation: HDF5Operation, acceptingChanges: Bool, open: () throws(HDF5Error) -> hid_t
  ) throws(HDF5Error) {
    for _ in 0..<Self.attempts {
      let source = try operation.openFile()
      source.lockForReading()
      let finding = try operation.check(source, acceptingChanges: acceptingChanges)
      if finding != .whole { try operation.tryReading() }
      let id = try open()
      if id < 0 { throw operation.openingError() }
      if Self.isFile(id, source) {
        (self.id, size, self.finding) = (id, source.size, finding)
        return
      }
      H5Fclose(id)
    }
    throw operation.error(
      .unreadable, "it is replaced again and again", advice: "Try again later")
  }

  /// Whether the library has opened the file that was checked, and not one that took its place.
  private static func isFile(_ id: hid_t, _ source: OpenFile) -> Bool {
    var handle: UnsafeMutableRawPointer?
    guard unsafe H5Fget_vfd_handle(id, chdf5_default(), &handle) >= 0, let handle = unsafe handle
    else { return false }
    return source.isSameFile(as: unsafe handle.load(as: Int32.self))
  }
}
