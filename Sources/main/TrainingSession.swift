import Agents
import Environments
import Experiments
import Foundation
import Storage

/// One call of `agents train`: a trainer, the folder of its run, and what is shown meanwhile.
struct TrainingSession {
  private let trainer: Trainer
  private let directory: RunDirectory
  private let options: RunOptions
  private let progress: ProgressLog
  private let timing: ProgressLog
  private let display: TrainingDisplay

  /// Begins a new run in a folder of its own.
  init(
    _ configuration: TrainingConfiguration, options: RunOptions, registry: EnvironmentRegistry
  ) throws {
    try options.check()
    trainer = try Trainer(configuration, registry: registry, laneCount: options.laneCount)
    directory = try RunDirectory.create(
      root: URL(filePath: options.logDir), name: options.name ?? configuration.defaultName,
      seed: configuration.seed)
    self.options = options
    try RunRecord(configuration).write(to: directory.configuration)
    progress = try ProgressLog(creating: directory.progress)
    timing = try ProgressLog(creating: directory.timing)
    display = TrainingDisplay(options: options)
    display.begin(trainer, directory: directory)
  }

  /// Goes on with a run from its newest checkpoint, or from the one named.
  init(
    resuming place: URL, totalSteps: Int?, options: RunOptions, registry: EnvironmentRegistry
  ) throws {
    try options.check()
    let checkpoint: URL
    (directory, checkpoint) = try RunDirectory.locate(place)
    trainer = try Trainer(
      resuming: checkpoint, totalSteps: totalSteps, registry: registry,
      laneCount: options.laneCount)
    self.options = options
    progress = try ProgressLog(continuing: directory.progress, afterUpdate: trainer.updateCount)
    timing = try ProgressLog(continuing: directory.timing, afterUpdate: trainer.updateCount)
    if totalSteps != nil {
      try RunRecord(trainer.configuration).write(to: directory.configuration)
    }
    display = TrainingDisplay(options: options)
    display.resume(trainer, checkpoint: checkpoint)
  }

  /// Trains until the end or until someone asks to stop, and saves.
  func run() throws {
    Interruption.listen()
    var savedUpdate = -1
    var lastSaved = Date()
    while !trainer.isFinished && !Interruption.isRequested {
      let report = try trainer.advance()
      try progress.append(update: report.update, report.diagnostics.asProgress)
      try timing.append(update: report.update, report.timing.asProgress)
      display.show(report, of: trainer.configuration)
      if isSaveDue(update: report.update, lastSaved: lastSaved) {
        try save()
        savedUpdate = report.update
        lastSaved = Date()
      }
    }
    if savedUpdate != trainer.updateCount { try save() }
    display.end(trainer, directory: directory, checkpoint: checkpoint.url)
  }

  private var checkpoint: RunDirectory.Checkpoint {
    directory.checkpoint(afterUpdate: trainer.updateCount)
  }

  private func isSaveDue(update: Int, lastSaved: Date) -> Bool {
    switch options.saveInterval {
    case .some(0): false
    case .some(let interval): update % interval == 0
    case .none: -lastSaved.timeIntervalSinceNow > 60
    }
  }

  private func save() throws {
    try progress.synchronize()
    try timing.synchronize()
    try trainer.save(to: checkpoint.url)
    try directory.removeCheckpoints(keeping: options.keep)
  }
}

extension RunDirectory {
  /// The run that `place` names by its folder or by a checkpoint in it, and the checkpoint.
  static func locate(_ place: URL) throws -> (directory: RunDirectory, checkpoint: URL) {
    if place.pathExtension == "h5" {
      // checkpoints/update_000123.h5 in the run's folder.
      let folder = place.deletingLastPathComponent().deletingLastPathComponent()
      return (try RunDirectory.open(folder), place)
    }
    let directory = try RunDirectory.open(place)
    guard let checkpoint = try directory.newestCheckpoint() else {
      throw SessionError.noCheckpoint(directory.url)
    }
    return (directory, checkpoint.url)
  }
}

/// Why a run cannot be gone on with.
enum SessionError: Error, CustomStringConvertible {
  case noCheckpoint(URL)

  var description: String {
    switch self {
    case .noCheckpoint(let url):
      """
      \(url.path(percentEncoded: false)): the run has no checkpoint yet, because it was stopped before \
      its first. Start it anew with the settings in its config.json.
      """
    }
  }
}

extension TrainingConfiguration {
  /// What a run is called where nobody names it, such as `ppo-recurrent-CartPoleNoVel-v1`.
  fileprivate var defaultName: String {
    algorithm.rawValue + (policy.isRecurrent ? "-recurrent-" : "-") + environment.id
  }
}

extension [(name: String, value: TrainingReport.Value)] {
  fileprivate var asProgress: [(name: String, value: ProgressValue)] {
    map { name, value in
      switch value {
      case .integer(let number): (name, ProgressValue(number))
      case .number(let number): (name, ProgressValue(number))
      case .missing: (name, .missing)
      }
    }
  }
}
