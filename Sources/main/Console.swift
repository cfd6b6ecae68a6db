import Experiments
import Storage

/// Where the program writes to: results on standard output, all else on standard error.
///
/// A result that could not be written is an error; the program ends with it.
enum Console {
  static func print(_ text: String) { StandardStream.output.write(text + "\n") }

  /// - Throws: `FileError` where a part of the results did not reach whatever standard output is.
  static func check() throws(FileError) {
    if let failure = StandardStream.failure { throw failure }
  }

  static func printError(_ text: String) { StandardStream.error.write(text + "\n") }
}
