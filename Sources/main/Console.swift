import Foundation

/// Where the program writes to: results on standard output, all else on standard error.
enum Console {
  static func print(_ text: String) { write(text, to: .standardOutput) }

  static func printError(_ text: String) { write(text, to: .standardError) }

  private static func write(_ text: String, to handle: FileHandle) {
    // A reader that went away is no reason to stop training.
    try? handle.write(contentsOf: Data((text + "\n").utf8))
  }
}
