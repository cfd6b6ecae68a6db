import Foundation

/// What is said while measurements run.
enum Progress {
  static func show(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data((text + "\n").utf8))
  }
}
