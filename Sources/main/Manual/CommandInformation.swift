import ArgumentParser
import Foundation

/// What a command declares about itself, as the argument parser tells it to programs.
struct CommandInformation: Decodable {
  struct Argument: Decodable {
    struct Name: Decodable {
      let kind, name: String
    }

    /// `positional`, `option` or `flag`.
    let kind: String
    let isRepeating, shouldDisplay: Bool
    let names: [Name]?
    let sectionTitle, valueName, abstract, defaultValue: String?

    var longNames: [String] { (names ?? []).filter { $0.kind == "long" }.map(\.name) }
  }

  let commandName: String
  let abstract, discussion: String?
  let shouldDisplay: Bool?
  let arguments: [Argument]?
  let subcommands: [CommandInformation]?

  private struct Document: Decodable {
    let command: CommandInformation
  }

  init(of command: (some ParsableCommand).Type) throws {
    let text = command._dumpHelp()
    self = try JSONDecoder().decode(Document.self, from: Data(text.utf8)).command
  }
}
