/// Why a file or folder could not be read or written, as the operating system says it.
public struct FileError: Error, Equatable, CustomStringConvertible {
  public let path: String
  /// What was being done, as in "cannot `action`".
  public let action: String
  public let system: SystemError

  package init(path: String, action: String, system: SystemError) {
    // A folder is called as people call it, without a slash at its end.
    self.path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    self.action = action
    self.system = system
  }

  public var description: String {
    "\(path): cannot \(action): \(system.reason). \(system.advice)."
  }
}
