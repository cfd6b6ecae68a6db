import Files
import Foundation

/// A process of this program that trains a run.
///
/// It leads a process group of its own, so that Ctrl-C on the terminal reaches it only through the grid.
package final class GridProcess {
  private let process = Process()
  private let run: GridRun
  private let began = Date()

  /// - Throws: where the process cannot be started.
  init(_ run: GridRun, threads: Int) throws {
    self.run = run
    try run.clear()
    let output = try Self.open(run.output)
    process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    process.arguments = run.arguments(threads: threads)
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = output
    try process.run()
  }

  private static func open(_ url: URL) throws(FileError) -> FileHandle {
    let flags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC
    let descriptor = unsafe Foundation.open(url.filePath, flags, 0o666)
    guard descriptor >= 0 else {
      throw FileError(path: url.filePath, action: "write it", system: .latest)
    }
    return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
  }

  var isRunning: Bool { process.isRunning }

  /// Seconds since it began.
  package var seconds: Double { -began.timeIntervalSinceNow }

  func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

  /// How it ended. Nil for a success.
  var failure: String? {
    process.waitUntilExit()
    let status = process.terminationStatus
    if process.terminationReason == .uncaughtSignal { return "ended by signal \(status)" }
    return status == 0 ? nil : lastLine ?? "ended with status \(status)"
  }

  /// The last line that it printed, which is the error where there is one.
  private var lastLine: String? {
    guard let data = try? Data(contentsOf: run.output) else { return nil }
    return String(decoding: data.suffix(10_000), as: UTF8.self).split(separator: "\n").last
      .map { String($0).replacing("agents: ", with: "", maxReplacements: 1) }
  }
}
