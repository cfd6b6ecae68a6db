import ArgumentParser
import Experiments
import Foundation

/// Which runs a command is about.
struct RunSelectionOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp("Folders that hold runs, or runs. (runs)", valueName: "folder"),
    completion: .directory)
  var folders: [String] = []

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      """
      Only runs with this setting: key=value or key!=value; may be repeated. Keys are name, run, \
      status, algo, env, seed, lr and those of config.json, such as stepCount.
      """, valueName: "condition"))
  var filter: [String] = []

  /// The runs, in the order of the folders and of their paths.
  func runs() throws -> [RunSummary] {
    let filters = try filter.map { text throws(RunQueryError) in try RunFilter(text) }
    let found = try (folders.isEmpty ? ["runs"] : folders).flatMap { folder in
      try RunDirectory.all(in: URL(filePath: folder).absoluteURL)
    }
    return try RunFilter.select(found.map(RunSummary.init), filters)
  }
}
