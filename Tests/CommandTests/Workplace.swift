import Foundation
import Testing

/// A folder of its own to run the program in, removed at the end of the test.
final class Workplace {
  let url: URL

  init() throws {
    // A name that has to be quoted in a shell, as people's names of folders have to.
    url = FileManager.default.temporaryDirectory.appending(
      path: "agents' command \(UUID().uuidString)", directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// The built program, which SwiftPM puts beside the tests.
  static let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().appending(path: "agents")

  /// The folder of the package.
  static let package = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  subscript(path: String) -> URL { url.appending(path: path) }

  /// Copies the model and the task of an example.
  func copyExample(_ name: String) throws {
    for file in ["\(name).xml", "\(name).yaml"] {
      try FileManager.default.copyItem(
        at: Self.package.appending(path: "Examples/tasks/\(file)"), to: self[file])
    }
  }

  /// Runs the program to its end.
  func agents(_ arguments: String...) throws -> Outcome { try agents(arguments) }

  func agents(_ arguments: [String]) throws -> Outcome {
    try start(arguments).wait()
  }

  /// Starts the program.
  func start(_ arguments: [String], blocksSignals: Bool = false) throws -> RunningCommand {
    try RunningCommand(Self.program, arguments, in: url, blocksSignals: blocksSignals)
  }

  /// Runs a line of bash, in which `agents` is the program.
  func bash(_ line: String) throws -> Outcome {
    let definition = #"agents() { "$PROGRAM" "$@"; }; "#
    return try RunningCommand(
      URL(filePath: "/bin/bash"), ["-c", definition + line], in: url
    ).wait()
  }

  /// The files and folders in a folder, by name.
  func names(in path: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: self[path].path(percentEncoded: false))
      .sorted()
  }

  func contents(of path: String) throws -> Data { try Data(contentsOf: self[path]) }

  func text(of path: String) throws -> String {
    String(decoding: try contents(of: path), as: UTF8.self)
  }

  /// The number of rows in a run's log, or 0 while there is none.
  func rowCount(of run: String) -> Int {
    let text = (try? text(of: "\(run)/progress.csv")) ?? ""
    return max(text.split(separator: "\n").count - 1, 0)
  }

  func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: self[path].path(percentEncoded: false))
  }
}
