import Foundation

/// How a command ended and what it printed.
struct Outcome {
  let status: Int32
  /// Whether `status` is the number of a signal that ended it.
  let endedBySignal: Bool
  let output: String
  let error: String

  /// The lines of the standard output.
  var lines: [String] { output.split(separator: "\n").map(String.init) }
}

/// A command that has been started, its output going to files.
final class RunningCommand {
  private let process = Process()
  private let files: [URL]

  init(_ executable: URL, _ arguments: [String], in folder: URL) throws {
    // Tests that run in the background ignore Ctrl-C, and so would what they start.
    signal(SIGINT, SIG_DFL)
    files = ["output", "error"].map { folder.appending(path: "\($0)-\(UUID().uuidString)") }
    for file in files { try Data().write(to: file) }
    process.executableURL = executable
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["PROGRAM": Workplace.program.path(percentEncoded: false)]) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: files[0])
    process.standardError = try FileHandle(forWritingTo: files[1])
    try process.run()
  }

  func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

  /// Waits until `condition` holds or the command has ended.
  func wait(until condition: () -> Bool) {
    while process.isRunning && !condition() { usleep(1000) }
  }

  func wait() throws -> Outcome {
    process.waitUntilExit()
    let texts = try files.map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
    for file in files { try FileManager.default.removeItem(at: file) }
    return Outcome(
      status: process.terminationStatus,
      endedBySignal: process.terminationReason == .uncaughtSignal,
      output: texts[0], error: texts[1])
  }
}
