import ArgumentParser
import Environments
import Experiments
import Foundation

/// `agents environments`
struct EnvironmentsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "environments",
    abstract: "List the environments, or show one.",
    discussion: """
      For each environment its id, how many numbers the policy sees, what it does, after how many \
      steps an episode is cut, and a sentence. With an id: what its actions are called, what the \
      observation consists of, the arguments that --env-arg sets, and what 'agents evaluate --record' \
      can write down.
      """)

  @Argument(
    help: ArgumentHelp("Show only this environment, with all there is to know.", valueName: "id"))
  var id: String?

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let registry = EnvironmentRegistry.standard
    if let id {
      let (environment, note) = try registry.find(id)
      if let note { Console.printError(note) }
      let page = try EnvironmentPage(environment)
      try Console.print(
        json
          ? CommandOutput.json(page)
          : page.text(variants: registry.variants(of: environment.id), width: Console.width))
    } else if json {
      try Console.print(CommandOutput.json(registry.environments.map { try EnvironmentPage($0) }))
    } else {
      try Console.print(Self.list(registry))
    }
  }

  /// A table for each family, and below it the ids of the variants.
  private static func list(_ registry: EnvironmentRegistry) throws -> String {
    let header = ["id", "sees", "does", "steps", "task"]
    var rows = [header]
    var families = [(name: String, rowCount: Int, variants: [String])]()
    for environment in registry.environments {
      if families.last?.name != environment.family { families.append((environment.family, 0, [])) }
      if environment.variantOf != nil {
        families[families.count - 1].variants.append(environment.id)
      } else {
        rows.append(try EnvironmentPage(environment).row)
        families[families.count - 1].rowCount += 1
      }
    }
    // One table, so that the columns stand in line in all families.
    var lines = Table.rows(rows, rightAligned: [1, 3], width: Console.width)[...]
    var text = [lines.removeFirst()]
    for family in families {
      text += ["", family.name] + lines.prefix(family.rowCount)
      lines = lines.dropFirst(family.rowCount)
      if !family.variants.isEmpty {
        text += [
          "  seeing less (NoVel: no velocities, NoPos: no positions, Noisy: noise of 0.1)"
        ]
        text += wrapped(family.variants)
      }
    }
    return text.joined(separator: "\n")
  }

  /// Words in lines as long as a terminal's, or of at most 100 characters.
  private static func wrapped(_ words: [String]) -> [String] {
    let width = Console.width ?? 100
    var lines = [String]()
    for word in words {
      if let last = lines.last, last.count + word.count < width {
        lines[lines.count - 1] += " " + word
      } else {
        lines.append("  " + word)
      }
    }
    return lines
  }
}

extension EnvironmentRegistry {
  /// The ids of the variants of an environment.
  fileprivate func variants(of id: String) -> [String] {
    environments.filter { $0.variantOf == id }.map(\.id)
  }
}
