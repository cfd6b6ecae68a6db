import ArgumentParser
import Experiments
import Foundation

/// `agents presets`
struct PresetsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "presets",
    abstract: "List the settings that are known to work.",
    discussion: """
      'agents train --preset NAME' takes one; flags beside it win. For each there is what it leads to, \
      where it comes from and the flags that it stands for.
      """)

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    if json {
      Console.print(try CommandOutput.json(Preset.all))
    } else {
      let lines = Table.rows(
        Preset.all.map { [$0.name, $0.result, $0.source] }, width: Console.width)
      for (line, preset) in zip(lines, Preset.all) {
        let settings = TextWrapping.wrapped(preset.settings, width: (Console.width ?? .max) - 2)
        Console.print("\(line)\n  \(settings.replacing("\n", with: "\n  "))")
      }
    }
  }
}
