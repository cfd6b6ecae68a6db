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
  private let logs: TrainingLogs
  private let best: BestPolicy
  private let display: TrainingDisplay
  /// When the time is up, if it is limited.
  private let deadline: ContinuousClock.Instant?
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
    deadline = options.stop.deadline
    logs = try TrainingLogs(beginning: trainer, in: directory, options: options)
    best = try BestPolicy(
      of: trainer, savedAt: directory.best,
      run: TrialRunner(
        of: configuration, registry: registry, laneCount: options.laneCount
      ).run)
    // Last, because it makes the folder a run, and puts the names of the others on the disk as well.
    try RunRecord(configuration).write(to: directory.configuration)
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
    let acceptsChanges = options.acceptance.acceptChanged
    (directory, checkpoint) = try RunDirectory.locate(place, acceptingChanges: acceptsChanges)
    lock = try FolderLock(directory.url)
    trainer = try Trainer(
      resuming: checkpoint, totalSteps: totalSteps, registry: registry,
      laneCount: options.laneCount, forgetting: options.forget?.parts ?? [],
      acceptingChanges: acceptsChanges)
    try accept(trainer.configuration)
    directory.removeUnfinishedFiles()
    self.options = options
    deadline = options.stop.deadline
    best = try BestPolicy(
      of: trainer, resuming: checkpoint, savedAt: directory.best,
      acceptingChanges: acceptsChanges,
      run: TrialRunner(
        of: trainer.configuration, registry: registry, laneCount: options.laneCount
      ).run)
    logs = try TrainingLogs(continuing: trainer, in: directory, options: options)
    if totalSteps != nil {
      try RunRecord(trainer.configuration).write(to: directory.configuration)
    }
    display = TrainingDisplay(options: options)
    camera = try options.camera(in: directory, registry: registry)
    display.resume(trainer, checkpoint: checkpoint)
  }

  /// Trains until there is a reason to end, and saves.
  ///
  /// - Throws: ``TrainingFailure``. Checkpoints saved before stay as they are.
  func run() throws(TrainingFailure) -> TrainingEnd {
    let end: TrainingEnd
    do {
      end = try train()
    } catch {
      display.abandon()
      let failure = TrainingFailure(
        cause: error, updateCount: trainer.updateCount,
        newestCheckpoint: (try? directory.newestCheckpoint())?.url)
      try? logs.write()
      logs.messages.error("\(failure)")
      throw failure
    }
    display.end(
      trainer, end, directory: directory, checkpoint: checkpoint.url, best: best.incumbent)
    return end
  }

  private func train() throws -> TrainingEnd {
    var savedUpdate = -1
    var lastSaved = Date()
    let began = ContinuousClock.now
    var trainingSeconds = 0.0
    func saveNow() throws {
      try save()
      savedUpdate = trainer.updateCount
      lastSaved = Date()
    }
    // So that there is something to go on from, however soon the run is killed.
    if try directory.newestCheckpoint() == nil { try saveNow() }
    best.warn = { [logs] in logs.messages.warning("\($0)") }
    // Where the program was stopped while it considered the policy, it does so now.
    best.consider()
    while true {
      if let end = reasonToEnd {
        if savedUpdate != trainer.updateCount { try saveNow() }
        logs.end(trainer, end, seconds: (.now - began) / .seconds(1), trainingSeconds)
        return end
      }
      let report = try trainer.advance()
      trainingSeconds += report.rolloutSeconds + report.updateSeconds
      try logs.append(report)
      best.consider()
      display.show(report, of: trainer.configuration)
      film(afterUpdate: report.update)
      let isAskedFor = Interruption.takeWishToSave()
      if isAskedFor || isSaveDue(update: report.update, lastSaved: lastSaved) { try saveNow() }
      if isAskedFor { display.tellSaved(checkpoint.url) }
    }
  }

  private var reasonToEnd: TrainingEnd? {
    if trainer.isFinished && !best.isPending { return .finished }
    if Interruption.isRequested { return .interrupted }
    if options.stop.isReached(by: trainer.cohorts) { return .reachedReturn }
    if let deadline, deadline <= .now { return .outOfTime }
    return nil
  }

  /// A video that fails is no reason to stop training.
  private func film(afterUpdate update: Int) {
    do {
      if let frames = try camera?.film(trainer) { try logs.append(video: frames, of: trainer) }
    } catch {
      warn("There is no video of update \(update): \(error)")
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
    try logs.synchronize()
    // Before the checkpoint: whoever goes on from that does not meet again what came before it.
    if try best.save(to: directory.best) { compareWithOtherRuns() }
    try trainer.save(to: checkpoint.url) { try best.save(toCheckpoint: $0) }
    logs.messages.info("saved a checkpoint", metadata: TrainingLogs.place(of: trainer))
    try directory.removeCheckpoints(keeping: options.keptCheckpoints)
  }

  /// Nothing of this run depends on how others did, nor does it end when their file is damaged.
  private func compareWithOtherRuns() {
    guard let incumbent = best.incumbent, let root = directory.root else { return }
    let run = directory.url.absoluteURL.standardizedFileURL
    let claim = incumbent.claim
    let entry = BestOfRuns.Entry(
      environment: trainer.configuration.environment,
      policy: run.pathComponents.suffix(2).joined(separator: "/") + "/" + RunDirectory.bestName,
      meanReturn: claim?.meanReturn, standardError: claim?.standardError,
      episodes: claim?.episodes, meanLength: claim?.meanLength, update: incumbent.update,
      steps: incumbent.update * trainer.configuration.rolloutSize, trial: incumbent.score)
    do {
      // Earlier versions left out arguments that had their defaults.
      _ = try BestOfRuns.submit(entry, in: root) {
        (try? EnvironmentRegistry.standard.completed($0)) ?? $0
      }
    } catch {
      let file = BestOfRuns<EnvironmentConfiguration>.file(in: root)
      warn("\(file.shortPath) stays as it is: \(error)")
    }
  }

  /// Tells of something that went wrong and does not stop the training.
  private func warn(_ text: String) {
    display.warn(text)
    logs.messages.warning("\(text)")
  }
}

extension RunDirectory {
  /// The run that `place` names by its folder or by its newest checkpoint, and that checkpoint.
  static func locate(
    _ place: URL, acceptingChanges: Bool
  ) throws -> (directory: RunDirectory, checkpoint: URL) {
    let isFile =
      place.pathExtension == "h5"
      || !Folder.exists(place) && FileManager.default.fileExists(atPath: place.filePath)
    if isFile { _ = try CheckpointFormat.open(place, acceptingChanges: acceptingChanges) }
    // best.h5 in the run's folder, or checkpoints/update_000123.h5.
    var folder = place
    if isFile { folder.deleteLastPathComponent() }
    if isFile && place.lastPathComponent != bestName { folder.deleteLastPathComponent() }
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
