import Agents
import Files
import Foundation
import Logging
import Storage

/// What is written down of a training while it runs.
///
/// Short updates are written down several at a time: right after an update the code that does it is in no
/// cache of the processor, and takes five times as long as once it is.
final class TrainingLogs: TrainingObserver {
  /// What happens, for `run.log`.
  let messages: Logger
  private let progress: ProgressLog
  private let timing: ProgressLog
  private var waiting: [TrainingReport] = []
  private var lastWritten = ContinuousClock.now
  private var began = ContinuousClock.now
  /// The seconds of rollouts and updates.
  private var trainingSeconds = 0.0

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
  init(beginning trainer: Trainer, in directory: RunDirectory) throws {
    progress = try ProgressLog(continuing: directory.progress, afterUpdate: 0)
    timing = try ProgressLog(continuing: directory.timing, afterUpdate: 0)
    messages = try Self.messages(in: directory)
    messages.info("began", metadata: Self.circumstances(of: trainer))
    messages.info("saved a checkpoint", metadata: Self.place(of: trainer))
  }

  /// Continues them where the trainer stands; what they say about later updates is removed.
  ///
  /// - Throws: `FileError`, `ProgressLogError`.
  init(continuing trainer: Trainer, in directory: RunDirectory) throws {
    let update = trainer.updateCount
    progress = try ProgressLog(continuing: directory.progress, afterUpdate: update)
    timing = try ProgressLog(continuing: directory.timing, afterUpdate: update)
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
      "command":
        "\(process.arguments.dropFirst().map(OutgoingText.shellWord).joined(separator: " "))",
      "host": "\(process.hostName)", "process": "\(process.processIdentifier)",
      "threads": "\(trainer.laneCount)", "version": "\(ProgramVersion.current)",
    ]
  }

  /// Where a training stands.
  private static func place(of trainer: Trainer) -> Logger.Metadata {
    ["update": "\(trainer.updateCount)", "steps": "\(trainer.stepCount)"]
  }

  func trainingBegan(_ run: TrainingRun) { began = .now }

  /// - Throws: `FileError`, ``ProgressLogError``.
  func updateEnded(_ report: TrainingReport, in run: TrainingRun) throws {
    trainingSeconds += report.rolloutSeconds + report.updateSeconds
    waiting.append(report)
    if .now - lastWritten >= Self.longestWait { try write() }
  }

  /// Writes down the updates that wait.
  private func write() throws {
    defer {
      waiting.removeAll(keepingCapacity: true)
      lastWritten = .now
    }
    guard !waiting.isEmpty else { return }
    try progress.append(waiting.map { ($0.update, $0.diagnostics.asProgress) })
    try timing.append(waiting.map { ($0.update, $0.timing.asProgress) })
  }

  /// Waits until all of it is on the disk. Whoever resumes from a checkpoint that is saved afterwards
  /// finds what came before it, also after a power cut.
  ///
  /// - Throws: `FileError`, ``ProgressLogError``.
  func checkpointWillBeSaved(in run: TrainingRun) throws {
    try write()
    try progress.synchronize()
    try timing.synchronize()
  }

  func checkpointSaved(_ checkpoint: URL, isAskedFor: Bool, in run: TrainingRun) {
    messages.info("saved a checkpoint", metadata: Self.place(of: run.trainer))
  }

  func warned(_ text: String, in run: TrainingRun) { messages.warning("\(text)") }

  func trainingEnded(_ end: TrainingEnd, in run: TrainingRun) {
    let seconds = (.now - began) / .seconds(1)
    // What logs, checkpoints, videos and the display cost.
    let others = 100 * (1 - trainingSeconds / seconds)
    let times: Logger.Metadata = [
      "seconds": "\(String(format: "%.3f", seconds))",
      "besides_training": "\(String(format: "%.2f%%", others))",
    ]
    messages.info(
      "\(end.description)", metadata: Self.place(of: run.trainer).merging(times) { $1 })
  }

  func trainingFailed(_ failure: TrainingFailure, in run: TrainingRun) {
    try? write()
    messages.error("\(failure)")
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
