import Foundation

/// What keeps cases from being tried, unlike what is found in them.
enum FuzzError: Error, CustomStringConvertible {
  /// A valid input could not be made.
  case seed(arguments: [String], status: String, error: String)
  /// Something of the machine failed.
  case system(String, Int32)
  /// libhdf5 would not open a valid file.
  case file(String)
  /// What was asked for cannot be.
  case usage(String)

  var description: String {
    switch self {
    case .seed(let arguments, let status, let error):
      """
      A valid input could not be made: 'agents \(arguments.joined(separator: " "))' \(status): \
      \(error)
      """
    case .system(let action, let code):
      "Could not \(action): \(unsafe String(cString: strerror(code)))."
    case .file(let path): "libhdf5 does not open \(path), which is as the program wrote it."
    case .usage(let text): text
    }
  }
}
