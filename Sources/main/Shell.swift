import Files
import Foundation

/// Words for a command line that someone pastes into a shell.
enum Shell {
  /// The program as it was called, such as `./agents`.
  static var program: String { quote(CommandLine.arguments.first ?? "agents") }

  /// The text, quoted where a shell would take it apart.
  static func quote(_ text: String) -> String { OutgoingText.shellWord(text) }
}
