import Files
import Foundation
import Logging

/// Writes messages to a file, a line each: when, how grave, what, and what belongs to it by name.
///
///     2026-11-21T18:01:22.345Z info saved a checkpoint steps=245760 update=120
///
/// Lines reach the operating system in one piece. One that cannot be written is lost: whatever the
/// messages are about has its own errors.
package struct LogFile: LogHandler {
  package var logLevel = Logger.Level.info
  package var metadata = Logger.Metadata()
  private let file: AppendingFile

  /// Continues the file at `url`, or begins it.
  package init(_ url: URL) throws(FileError) {
    file = try AppendingFile(continuingOrCreating: url)
  }

  package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  package func log(event: LogEvent) {
    let time = Date().formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    let details = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
      .map { "\($0.key)=\(Self.word("\($0.value)"))" }
    let message = "\(event.message)".split(whereSeparator: \.isNewline).joined(separator: " ")
    let words = [time, "\(event.level)", message] + details
    try? file.append(Data((OutgoingText.line(words.joined(separator: " ")) + "\n").utf8))
  }

  /// Text that ends where the next name begins.
  private static func word(_ text: String) -> String {
    text.isEmpty || text.contains { $0.isWhitespace || $0 == "\"" } ? text.debugDescription : text
  }
}
