import Agents
import Evaluate
import Experiments
import Files
import Foundation
import Logging
import Storage

/// What is written down of a training while it runs.
///
/// Short updates are written down several at a time: right after an update the code that does it is in no
/// cache of the processor, and takes five times as long as once it is.
final class TrainingLogs {
  /// What happens, for `run.log`.
  let messages: Logger
  private let progress: ProgressLog
  private let timing: ProgressLog
  /// Nil where nobody wants to see them.
  private let events: TrainingEvents?
  private var waiting: [TrainingReport] = []
  private var lastWritten = ContinuousClock.now

  /// For how long updates wait at most.
  private static let longestWait = Duration.milliseconds(50)

  /// Makes the files of a new run's logs, without anything in them.
  ///
  /// - Throws: `FileError`.
  static func create(in directory: RunDirectory) throws(FileError) {
    for url in [directory.progress, directory.timing, directory.log] {
      _ = try AppendingFile(creating: url)
    }
  }

  /// Begins the logs of a new run, in the files that ``create(in:)`` made.
  ///
  /// - Throws: `FileError`.
  init(beginning trainer: Trainer, in directory: RunDirectory, options: RunOptions) throws {
    progress = try ProgressLog(continuing: directory.progress, afterUpdate: 0)
    timing = try ProgressLog(continuing: directory.timing, afterUpdate: 0)
    events = try options.events(of: trainer, in: directory)
    messages = try Self.messages(in: directory)
    messages.info("began", metadata: Self.circumstances(of: trainer))
    messages.info("saved a checkpoint", metadata: Self.place(of: trainer))
  }

  /// Continues them where the trainer stands; what they say about later updates is removed.
  ///
  /// - Throws: `FileError`, `ProgressLogError`.
  init(continuing trainer: Trainer, in directory: RunDirectory, options: RunOptions) throws {
    let update = trainer.updateCount
    progress = try ProgressLog(continuing: directory.progress, afterUpdate: update)
    timing = try ProgressLog(continuing: directory.timing, afterUpdate: update)
    events = try options.events(of: trainer, in: directory)
    messages = try Self.messages(in: directory)
    messages.info(
      "resumed",
      metadata: Self.circumstances(of: trainer).merging(Self.place(of: trainer)) { $1 })
  }

  private static func messages(in directory: RunDirectory) throws(FileError) -> Logger {
    let file = try LogFile(directory.log)
    return Logger(label: "agents", factory: { _ in file })
  }

  /// What may help to understand later what happened.
  private static func circumstances(of trainer: Trainer) -> Logger.Metadata {
    let process = ProcessInfo.processInfo
    return [
      "command": "\(process.arguments.dropFirst().map(Shell.quote).joined(separator: " "))",
      "host": "\(process.hostName)", "process": "\(process.processIdentifier)",
      "threads": "\(trainer.laneCount)", "version": "\(ProgramVersion.current)",
    ]
  }

  /// Where a training stands.
  static func place(of trainer: Trainer) -> Logger.Metadata {
    ["update": "\(trainer.updateCount)", "steps": "\(trainer.stepCount)"]
  }

  /// Takes note of an update.
  ///
  /// - Throws: `FileError`, `ProgressLogError`.
  func append(_ report: TrainingReport) throws {
    waiting.append(report)
    let showsDistributions = events?.showsDistributions ?? false
    if showsDistributions || .now - lastWritten >= Self.longestWait { try write() }
    if showsDistributions { try events?.appendDistributions() }
  }

  /// Writes down the updates that wait.
  ///
  /// - Throws: `FileError`, `ProgressLogError`.
  func write() throws {
    defer {
      waiting.removeAll(keepingCapacity: true)
      lastWritten = .now
    }
    guard !waiting.isEmpty else { return }
    try progress.append(waiting.map { ($0.update, $0.diagnostics.asProgress) })
    try timing.append(waiting.map { ($0.update, $0.timing.asProgress) })
    for report in waiting { try events?.append(report) }
  }

  /// Takes note of a filmed episode.
  ///
  /// - Throws: `VideoError`, `FileError`.
  func append(video frames: [VideoFrame], of trainer: Trainer) throws {
    try events?.append(video: frames, step: trainer.stepCount)
  }

  /// Takes note of the end.
  ///
  /// - Parameters:
  ///   - seconds: since the training was begun or resumed.
  ///   - trainingSeconds: those of rollouts and updates. The others are what logs, checkpoints, videos and
  ///     the display cost.
  func end(_ trainer: Trainer, _ end: TrainingEnd, seconds: Double, _ trainingSeconds: Double) {
    let others = 100 * (1 - trainingSeconds / seconds)
    let times: Logger.Metadata = [
      "seconds": "\(String(format: "%.3f", seconds))",
      "besides_training": "\(String(format: "%.2f%%", others))",
    ]
    messages.info(
      "\(end.description)", metadata: Self.place(of: trainer).merging(times) { $1 })
  }

  /// Waits until all of it is on the disk. Whoever resumes from a checkpoint that is saved afterwards
  /// finds what came before it, also after a power cut.
  ///
  /// - Throws: `FileError`, `ProgressLogError`.
  func synchronize() throws {
    try write()
    try progress.synchronize()
    try timing.synchronize()
    try events?.synchronize()
  }
}

extension [(name: String, value: TrainingReport.Value)] {
  fileprivate var asProgress: [(name: String, value: ProgressValue)] {
    map { name, value in
      switch value {
      case .integer(let number): (name, .integer(number))
      case .number(let number): (name, .number(number))
      case .missing: (name, .missing)
      }
    }
  }
}
