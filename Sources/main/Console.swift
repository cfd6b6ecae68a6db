import Experiments
import Files
import Foundation

/// Where the program writes to: results on standard output, all else on standard error.
///
/// A result that could not be written is an error; the program ends with it.
enum Console {
  static func print(_ text: String) { write(text, to: .output) }

  /// - Throws: `FileError` where a part of the results did not reach whatever standard output is.
  static func check() throws(FileError) {
    if let failure = StandardStream.failure { throw failure }
  }

  static func printError(_ text: String) { write(text, to: .error) }

  /// How many characters a line of the standard output has room for; nil where it is no terminal.
  static var width: Int? { width(of: .output) }

  private static func width(of stream: StandardStream) -> Int? {
    let descriptor = stream.rawValue
    return isatty(descriptor) == 1 ? TerminalStyle.width(ofTerminal: descriptor) : nil
  }

  /// A terminal itself would break lines in the middle of words.
  private static func write(_ text: String, to stream: StandardStream) {
    let text = width(of: stream).map { TextWrapping.wrapped(text, width: $0) } ?? text
    stream.write(text + "\n")
  }
}

/// What commands print for programs.
enum CommandOutput {
  /// JSON in the form that runs and checkpoints have it. JSON has no numbers that are not finite: they
  /// become null, as everything else that has no value.
  static func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: notFinite, negativeInfinity: notFinite, nan: notFinite)
    return String(decoding: try encoder.encode(value), as: UTF8.self)
      .replacing("\"\(notFinite)\"", with: "null")
  }

  /// Stands for a number until the text is there; no text of ours or anyone's name.
  private static let notFinite = "agents: a number that is not finite"
}
