import Agents
import CAllocationCounter
import Foundation

/// What a training asks of the memory, measured in a process that does nothing else: in this one it
/// would be mixed up with what other tasks left.
struct Footprint: Codable {
  /// The most memory that it ever held.
  let peakBytes: Int
  /// How often a rollout and the update after it allocate memory, once everything is warm.
  let allocationsPerUpdate: Double

  /// How long a training runs before it is asked; everything is allocated long before.
  private static let seconds = 0.5
  private static let countedUpdates = 10

  /// Starts a process for one task.
  init(_ task: BenchmarkTask, laneCount: Int) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    process.arguments = [task.name, "--threads", "\(laneCount)", "--only-footprint"]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0,
      let footprint = try? JSONDecoder().decode(Footprint.self, from: output)
    else { throw ProcessMemoryError() }
    self = footprint
  }

  /// What that process does.
  static func report(_ task: BenchmarkTask, laneCount: Int) throws {
    let footprint = try Footprint(measuring: Trainer(task.configuration, laneCount: laneCount))
    print(String(decoding: try JSONEncoder().encode(footprint), as: UTF8.self))
  }

  private init(measuring trainer: Trainer) throws {
    _ = try Rate.measure(count: 1, seconds: Self.seconds) { _ = try trainer.advance() }
    peakBytes = try ProcessMemory.peak()
    let lanes = trainer.pool.laneCount
    trainer.pool.run(shardCount: lanes) { _ in allocation_counter_watch_this_thread(1) }
    let before = allocation_counter_count()
    for _ in 0..<Self.countedUpdates {
      try trainer.collect()
      _ = try trainer.update()
    }
    let count = allocation_counter_count() - before
    trainer.pool.run(shardCount: lanes) { _ in allocation_counter_watch_this_thread(0) }
    allocationsPerUpdate = Double(count) / Double(Self.countedUpdates)
  }
}
