import ArgumentParser
import Environments
import Foundation

/// Finds a word on the command line that was meant for the name of a command within a command.
enum CommandNames {
  /// What to say where a word stands in place of a subcommand, such as in `agents analyze fixedpoints`;
  /// nil where none does.
  ///
  /// A command with a default, such as `plot`, takes any other word for what its default is about. There
  /// only a word counts that is like a name and no file.
  static func mistyped(in arguments: [String]) -> String? {
    var command: any ParsableCommand.Type = AgentsCommand.self
    var path = [Shell.program]
    for word in arguments {
      let names = command.configuration.subcommands.map { subcommand in
        (name: subcommand.configuration.commandName ?? "", type: subcommand)
      }
      if let next = names.first(where: { $0.name == word }) {
        command = next.type
        path.append(word)
        continue
      }
      // The first word of all is looked at with what the parser says of it.
      guard path.count > 1, !names.isEmpty, !word.hasPrefix("-") else { return nil }
      let question = NearestNames.question(word, in: names.map(\.name))
      if command.configuration.defaultSubcommand != nil {
        guard !question.isEmpty, !FileManager.default.fileExists(atPath: word) else { return nil }
      }
      return """
        '\(path.joined(separator: " "))' has no command '\(word)'.\(question) It has \
        \(names.map(\.name).joined(separator: ", ")).
        """
    }
    return nil
  }
}
