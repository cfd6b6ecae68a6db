import Agents
import Foundation

/// The most memory that a training ever held, measured in a process that does nothing else: in this
/// one it would be mixed up with what other tasks left behind.
enum PeakMemory {
  /// As long as this a training goes on before it is asked; everything is allocated long before.
  private static let seconds = 0.5

  /// Starts a process for one task; returns bytes.
  static func measure(_ task: BenchmarkTask, laneCount: Int) throws -> Int {
    let process = Process()
    process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    process.arguments = [task.name, "--threads", "\(laneCount)", "--only-peak-memory"]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    let text = String(decoding: output, as: UTF8.self)
    guard process.terminationStatus == 0, let bytes = Int(text.filter(\.isNumber)) else {
      throw ProcessMemoryError()
    }
    return bytes
  }

  /// What that process does.
  static func report(_ task: BenchmarkTask, laneCount: Int) throws {
    let trainer = try Trainer(task.configuration, laneCount: laneCount)
    _ = try Rate.measure(count: 1, seconds: seconds) { _ = try trainer.advance() }
    print(try ProcessMemory.peak())
  }
}
