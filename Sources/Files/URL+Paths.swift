import Foundation

extension URL {
  /// The path as one would type it: relative to the working folder where it lies below it.
  package var shortPath: String {
    let path = standardizedFileURL.path(percentEncoded: false)
    let here = FileManager.default.currentDirectoryPath + "/"
    let trimmed = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    return trimmed.hasPrefix(here) ? String(trimmed.dropFirst(here.count)) : trimmed
  }

  /// The same, quoted where a shell would take it apart.
  package var shellPath: String { OutgoingText.shellWord(shortPath) }
}
