import Environments
import Foundation

/// A folder with the files of a task of one's own, removed at the end of the test.
final class TaskFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(
      path: "agents-\(UUID().uuidString)", directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  /// Copies of an example's files.
  convenience init(example: String) throws {
    try self.init()
    for file in ["\(example).xml", "\(example).yaml"] {
      try write(try String(contentsOf: Self.examples.appending(path: file), encoding: .utf8), file)
    }
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  static let examples = packageFolder.appending(path: "Examples/tasks")

  /// One of the examples as it is.
  static func example(_ name: String) throws -> EnvironmentDescription {
    try EnvironmentRegistry.standard.environment(
      for: EnvironmentConfiguration(
        task: TaskSource(
          model: examples.appending(path: "\(name).xml"),
          task: examples.appending(path: "\(name).yaml"))))
  }

  func write(_ text: String, _ file: String) throws {
    try Data(text.utf8).write(to: url.appending(path: file))
  }

  /// Replaces a part of a file, which has to be there.
  func replace(_ old: String, with new: String, in file: String) throws {
    let text = try String(contentsOf: url.appending(path: file), encoding: .utf8)
    precondition(text.contains(old))
    try write(text.replacing(old, with: new), file)
  }

  func source(model: String, task: String) throws -> TaskSource {
    try TaskSource(model: url.appending(path: model), task: url.appending(path: task))
  }

  func environment(model: String, task: String) throws -> EnvironmentDescription {
    try EnvironmentRegistry.standard.environment(
      for: EnvironmentConfiguration(task: source(model: model, task: task)))
  }

  func path(_ file: String) -> String { url.appending(path: file).path(percentEncoded: false) }
}
