/// Why an HDF5 file could not be read or written: what was tried, on which object, what is wrong and
/// what to do about it.
public struct HDF5Error: Error, Equatable, CustomStringConvertible {
  public enum Cause: Equatable, Sendable {
    /// There is no such file.
    case fileMissing
    /// The file is there but cannot be read: permissions, a folder, a lock, a broken disk.
    case unreadable
    /// The file is something other than HDF5.
    case notHDF5
    /// The file began as HDF5 but is cut off or damaged.
    case damaged
    /// The file is not as it was written: its digest is another.
    case changed
    /// The file names data that lie outside of it, or links that lead out of their group.
    case outside
    /// The file lacks a group, dataset or attribute.
    case objectMissing
    /// The object is of another kind, or its values are of another type.
    case wrongType
    /// The values are of another shape, or more than can be taken in.
    case wrongShape
    /// Writing failed: a full disk, permissions, a name that is taken.
    case writeFailed
  }

  public let cause: Cause
  /// The path of the file.
  public let file: String
  /// What was being done, as in "cannot `action`".
  public let action: String
  /// The path of the object inside the file, where one is concerned.
  public let object: String?
  /// What is wrong, as the end of a sentence.
  public let reason: String
  /// What to do about it, as a sentence without its full stop.
  public let advice: String

  /// Whether the contents of the file are at fault, and not the disk or the way to it.
  package var isBadData: Bool {
    switch cause {
    case .notHDF5, .damaged, .changed, .outside, .objectMissing, .wrongType, .wrongShape: true
    case .fileMissing, .unreadable, .writeFailed: false
    }
  }

  public var description: String {
    let target = object.map { " '\($0)'" } ?? ""
    return "\(file): cannot \(action)\(target): \(reason). \(advice)."
  }
}
