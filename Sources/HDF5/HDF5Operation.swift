import CHDF5
import Files

/// What is being done to a file: turns failures of the library into errors that say so.
struct HDF5Operation {
  let file: String
  let action: String
  let object: String?
  let isWriting: Bool

  func error(
    _ cause: HDF5Error.Cause, _ reason: String, advice: String
  ) -> HDF5Error {
    HDF5Error(
      cause: cause, file: file, action: action, object: object, reason: reason, advice: advice)
  }

  func error(_ cause: HDF5Error.Cause, _ system: SystemError) -> HDF5Error {
    error(cause, system.reason, advice: system.advice)
  }

  /// The error for the library's call that has just failed.
  func libraryError() -> HDF5Error {
    let failure = HDF5Library.latestFailure
    if let system = failure.systemError {
      return error(isWriting ? .writeFailed : .unreadable, system)
    }
    let reason = "libhdf5 says '\(failure.message)'"
    return isWriting
      ? error(.writeFailed, reason, advice: "Write to another file")
      : error(.damaged, reason, advice: Self.damageAdvice(failure))
  }

  static func damageAdvice(_ failure: HDF5Failure) -> String {
    failure.isNewerFormat
      ? "It may be of a newer format than HDF5 1.10 reads; write it with libver='v110'"
      : "The file is damaged; use another copy of it"
  }

  /// Throws if the library returned `status` to say that it failed.
  @discardableResult
  func check<Status: SignedInteger>(_ status: Status) throws(HDF5Error) -> Status {
    if status < 0 { throw libraryError() }
    return status
  }

  /// Takes over an identifier that the library has just returned.
  func take(
    _ id: hid_t, closedBy closer: @escaping HDF5Handle.Closer
  ) throws(HDF5Error) -> HDF5Handle {
    HDF5Handle(try check(id), closedBy: closer)
  }

  /// Closes what was written to, which may be when it is written.
  func close(_ handle: consuming HDF5Handle) throws(HDF5Error) {
    if !handle.close() { throw libraryError() }
  }
}
