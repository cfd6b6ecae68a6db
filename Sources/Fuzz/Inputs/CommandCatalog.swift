import Foundation

/// Every command of the program with its flags, as the program itself lists them.
struct CommandCatalog: Sendable {
  struct Flag: Sendable {
    /// With its hyphens; nil for what has no name but a place.
    let name: String?
    let takesValue: Bool
    /// The values that are possible, where they are few.
    let values: [String]
  }

  struct Command: Sendable {
    /// Such as `plot hidden`.
    let words: [String]
    let flags: [Flag]
  }

  let commands: [Command]

  /// - Parameter json: what swift-argument-parser prints for `--experimental-dump-help`.
  init(json: Data) throws {
    let tree = try JSONDecoder().decode(Dump.self, from: json)
    commands = tree.command.all(after: [])
  }

  /// The command of these words.
  func flags(of words: [String]) -> [Flag] {
    commands.first { $0.words == words }?.flags ?? []
  }

  private struct Dump: Decodable {
    let command: Node
  }

  private struct Node: Decodable {
    let commandName: String
    let arguments: [Argument]?
    let subcommands: [Node]?

    func all(after words: [String]) -> [Command] {
      let flags = (arguments ?? []).flatMap { argument in
        let names: [String?] = (argument.names ?? []).map {
          ($0.kind == "short" ? "-" : "--") + $0.name
        }
        return (names.isEmpty ? [nil] : names).map { name in
          Flag(
            name: name, takesValue: argument.kind != "flag", values: argument.allValues ?? [])
        }
      }
      return [Command(words: words, flags: flags)]
        + (subcommands ?? []).flatMap { $0.all(after: words + [$0.commandName]) }
    }
  }

  private struct Argument: Decodable {
    struct Name: Decodable {
      let kind: String
      let name: String
    }

    let kind: String
    let names: [Name]?
    let allValues: [String]?
  }
}
