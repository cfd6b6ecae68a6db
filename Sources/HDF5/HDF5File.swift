import CHDF5
import Files
import Foundation

/// An HDF5 file, open for reading or just created.
///
/// Objects are named by paths from the root, `policy/gru/weight`; groups on the way to what is written
/// are made as needed. Every method may be called from any thread; the process's calls to the library
/// run one after the other.
///
/// After a failed write the file is beyond use: every later call throws the same error. Write to a
/// temporary file through ``AtomicFile`` where an older one must survive that.
package final class HDF5File {
  /// The path of the file.
  package let path: String
  let id: hid_t
  /// Whether the file says of itself that it was not finished.
  package let isUnfinished: Bool
  /// Whether the file says what it holds, with a digest.
  package let isSealed: Bool
  /// The number of bytes of a file that is read.
  let size: Int
  let isWritable: Bool
  private var isOpen = true
  private var writeFailure: HDF5Error?

  /// Opens an existing file for reading, once its bytes are those that its digest is of. A file
  /// without a digest is taken as it is.
  ///
  /// - Parameter acceptingChanges: Whether a file is taken that was changed after it was written.
  /// - Throws: an error that tells a missing file, a file that cannot be read, one that is not HDF5,
  ///   one that is cut off and one that was changed from one another.
  package init(reading url: URL, acceptingChanges: Bool = false) throws(HDF5Error) {
    HDF5Library.enter()
    defer { HDF5Library.leave() }
    path = url.filePath
    isWritable = false
    let operation = HDF5Operation(file: path, action: "open it", object: nil, isWriting: false)
    let opening = try HDF5Opening(operation, acceptingChanges: acceptingChanges) {
      () throws(HDF5Error) in
      let access = try Self.accessProperties(.earliest, operation)
      return unsafe H5Fopen(operation.file, chdf5_read_only(), access.id)
    }
    id = opening.id
    size = opening.size
    isUnfinished = opening.finding == .unfinished
    isSealed = opening.finding != .none
  }

  /// The forms in which objects are written.
  package enum Form {
    /// What every version of the library reads.
    case earliest
    /// What HDF5 1.10 (2016) and later read: a small dataset takes 0.4 KB besides its values, not 3.
    case compact
  }

  /// Opens an existing file to add to it. Errors call it `name`.
  package init(extending url: URL, form: Form, reportedAs name: URL) throws(HDF5Error) {
    HDF5Library.enter()
    defer { HDF5Library.leave() }
    path = name.filePath
    isWritable = true
    (isUnfinished, isSealed, size) = (true, false, 0)
    let operation = HDF5Operation(file: path, action: "extend it", object: nil, isWriting: true)
    let access = try Self.accessProperties(form, operation)
    id = try operation.check(unsafe H5Fopen(url.filePath, chdf5_read_write(), access.id))
  }

  /// Creates a file, which must not exist yet. Errors call it `name`, if one is given.
  ///
  /// - Parameter kind: What will be in it, for a file with a digest: it says that it is unfinished
  ///   until ``FileSeal/close(_:kind:reportedAs:)``. Nil for a file without.
  package init(
    creating url: URL, kind: FileSeal.Kind? = nil, form: Form = .earliest,
    reportedAs name: URL? = nil
  ) throws(HDF5Error) {
    HDF5Library.enter()
    defer { HDF5Library.leave() }
    path = (name ?? url).filePath
    isWritable = true
    (isUnfinished, isSealed, size) = (true, kind != nil, 0)
    let operation = HDF5Operation(file: path, action: "create it", object: nil, isWriting: true)
    let access = try Self.accessProperties(form, operation)
    let creation = try operation.take(
      H5Pcreate(chdf5_file_create_class()), closedBy: H5Pclose)
    if kind != nil {
      try operation.check(H5Pset_userblock(creation.id, hsize_t(FileSeal.size)))
    }
    id = try operation.check(
      unsafe H5Fcreate(url.filePath, chdf5_create_new(), creation.id, access.id))
    guard let kind else { return }
    do { try FileSeal.open(url, kind: kind) } catch {
      throw operation.error(.writeFailed, error)
    }
  }

  /// Replaces the file at `url` as a whole by what `write` puts into a new one; if it throws, or the
  /// disk is full, the old file stays.
  ///
  /// - Parameter kind: What is in it, for a file with a digest.
  package static func replace(
    at url: URL, kind: FileSeal.Kind? = nil, writing write: (HDF5File) throws -> Void
  ) throws {
    try AtomicFile.replace(at: url) { temporary in
      let file = try HDF5File(creating: temporary, kind: kind, reportedAs: url)
      try write(file)
      try file.close()
      if let kind { try FileSeal.close(temporary, kind: kind, reportedAs: url) }
    }
  }

  deinit { try? close() }

  /// Writes what is still in memory and closes the file; nothing if that was done before.
  ///
  /// A full disk may show no earlier than here, so call it after writing and let its error through.
  package func close() throws(HDF5Error) {
    guard isOpen else { return }
    isOpen = false
    HDF5Library.enter()
    defer { HDF5Library.leave() }
    // The library (1.10.8) may crash when it closes a file, or an object in it, for a second time
    // after it could not write. A file that failed is therefore left open: that costs a descriptor
    // and some memory, on the way to an error that ends a run.
    if let writeFailure { throw writeFailure }
    let operation = HDF5Operation(
      file: path, action: "write it", object: nil, isWriting: isWritable)
    if isWritable { try operation.check(H5Fflush(id, H5F_SCOPE_LOCAL)) }
    try operation.check(H5Fclose(id))
  }

  private static func accessProperties(
    _ form: Form, _ operation: HDF5Operation
  ) throws(HDF5Error) -> HDF5Handle {
    let access = try operation.take(
      H5Pcreate(chdf5_file_access_class()), closedBy: H5Pclose)
    // A lock guards against another program that writes; some cluster file systems have none. Who writes
    // does so under a name that nobody knows, and a lock would be inherited by every program started
    // meanwhile, and keep readers out for as long as that runs.
    try operation.check(H5Pset_file_locking(access.id, !operation.isWriting, true))
    if form == .compact {
      try operation.check(H5Pset_libver_bounds(access.id, H5F_LIBVER_V110, H5F_LIBVER_V110))
    }
    return access
  }
}

extension HDF5File {
  /// Runs `body` as the only caller of the library.
  func reading<Result>(
    _ action: String, _ object: String?, _ body: (HDF5Operation) throws(HDF5Error) -> Result
  ) throws(HDF5Error) -> Result {
    HDF5Library.enter()
    defer { HDF5Library.leave() }
    precondition(isOpen, "\(path) is read after it was closed")
    if let writeFailure { throw writeFailure }
    return try body(
      HDF5Operation(file: path, action: action, object: object, isWriting: false))
  }

  /// Runs `body` as the only caller of the library and remembers if it failed.
  func writing(
    _ action: String, _ object: String?, _ body: (HDF5Operation) throws(HDF5Error) -> Void
  ) throws(HDF5Error) {
    HDF5Library.enter()
    defer { HDF5Library.leave() }
    precondition(isOpen && isWritable, "\(path) is written to, but it is not open for writing")
    if let writeFailure { throw writeFailure }
    do {
      try body(HDF5Operation(file: path, action: action, object: object, isWriting: true))
    } catch {
      writeFailure = error
      throw error
    }
  }
}
