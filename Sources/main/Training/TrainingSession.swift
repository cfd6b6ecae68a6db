import Agents
import Environments
import Experiments
import Foundation
import Storage

/// One call of `agents train`: a trainer, the folder of its run, and what is shown meanwhile.
struct TrainingSession {
  private let trainer: Trainer
  private let directory: RunDirectory
  /// Keeps other processes from going on with the same run.
  private let lock: FolderLock
  private let options: RunOptions
  private let progress: ProgressLog
  private let timing: ProgressLog
  private let display: TrainingDisplay
  /// Nil where no videos are wanted.
  private let camera: TrainingCamera?

  /// Begins a new run in a folder of its own.
  init(
    _ configuration: TrainingConfiguration, options: RunOptions, registry: EnvironmentRegistry
  ) throws {
    try options.check()
    trainer = try Trainer(configuration, registry: registry, laneCount: options.laneCount)
    directory = try RunDirectory.create(
      root: options.runsFolder, name: options.name ?? configuration.defaultName,
      seed: configuration.seed, checkpointRoot: options.checkpointsFolder)
    lock = try FolderLock(directory.url)
    self.options = options
    try RunRecord(configuration).write(to: directory.configuration)
    progress = try ProgressLog(creating: directory.progress)
    timing = try ProgressLog(creating: directory.timing)
    display = TrainingDisplay(options: options)
    camera = try options.camera(in: directory, registry: registry)
    display.begin(trainer, directory: directory)
  }

  /// Goes on with a run from its newest checkpoint.
  ///
  /// - Parameter accept: throws where the run's settings are not those that were asked for. Nothing is
  ///   written before.
  init(
    resuming place: URL, totalSteps: Int?, options: RunOptions, registry: EnvironmentRegistry,
    accept: (TrainingConfiguration) throws -> Void
  ) throws {
    try options.check()
    let checkpoint: URL
    (directory, checkpoint) = try RunDirectory.locate(place)
    lock = try FolderLock(directory.url)
    trainer = try Trainer(
      resuming: checkpoint, totalSteps: totalSteps, registry: registry,
      laneCount: options.laneCount)
    try accept(trainer.configuration)
    self.options = options
    progress = try ProgressLog(continuing: directory.progress, afterUpdate: trainer.updateCount)
    timing = try ProgressLog(continuing: directory.timing, afterUpdate: trainer.updateCount)
    if totalSteps != nil {
      try RunRecord(trainer.configuration).write(to: directory.configuration)
    }
    display = TrainingDisplay(options: options)
    camera = try options.camera(in: directory, registry: registry)
    display.resume(trainer, checkpoint: checkpoint)
  }

  /// Trains until the end or until someone asks to stop, and saves.
  ///
  /// - Throws: ``TrainingFailure``. Checkpoints saved before stay as they are.
  func run() throws(TrainingFailure) {
    do {
      try train()
    } catch {
      display.abandon()
      throw TrainingFailure(
        cause: error, updateCount: trainer.updateCount,
        newestCheckpoint: (try? directory.newestCheckpoint())?.url)
    }
    display.end(trainer, directory: directory, checkpoint: checkpoint.url)
  }

  var isFinished: Bool { trainer.isFinished }

  private func train() throws {
    var savedUpdate = -1
    var lastSaved = Date()
    while !trainer.isFinished && !Interruption.isRequested {
      let report = try trainer.advance()
      try progress.append(update: report.update, report.diagnostics.asProgress)
      try timing.append(update: report.update, report.timing.asProgress)
      display.show(report, of: trainer.configuration)
      film(afterUpdate: report.update)
      if isSaveDue(update: report.update, lastSaved: lastSaved) {
        try save()
        savedUpdate = report.update
        lastSaved = Date()
      }
    }
    if savedUpdate != trainer.updateCount { try save() }
  }

  /// A video that fails is no reason to stop training.
  private func film(afterUpdate update: Int) {
    do {
      try camera?.film(trainer)
    } catch {
      display.warn("There is no video of update \(update): \(error)")
    }
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
    try directory.removeCheckpoints(keeping: options.keptCheckpoints)
  }
}

extension RunDirectory {
  /// The run that `place` names by its folder or by its newest checkpoint, and that checkpoint.
  static func locate(_ place: URL) throws -> (directory: RunDirectory, checkpoint: URL) {
    let isFile =
      place.pathExtension == "h5"
      || !Folder.exists(place) && FileManager.default.fileExists(atPath: place.filePath)
    if isFile { _ = try CheckpointFormat.open(place) }
    // checkpoints/update_000123.h5 in the run's folder.
    let folder = isFile ? place.deletingLastPathComponent().deletingLastPathComponent() : place
    let directory = try RunDirectory.open(folder)
    guard let newest = try directory.newestCheckpoint()?.url else {
      throw ResumeError.noCheckpoint(directory.url)
    }
    guard !isFile || place.lastPathComponent == newest.lastPathComponent else {
      throw ResumeError.notTheNewest(place, newest: newest)
    }
    return (directory, newest)
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
