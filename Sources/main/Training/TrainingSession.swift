import Agents
import Environments
import Experiments
import Files
import Foundation
import Storage

/// One call of `agents train`: a trainer, the folder of its run, and what is shown meanwhile.
struct TrainingSession {
  private let trainer: Trainer
  private let directory: RunDirectory
  /// Keeps other processes from training the same run.
  private let lock: FolderLock
  private let options: RunOptions
  private let environment: EnvironmentDescription
  private let logs: TrainingLogs
  private let best: BestPolicy
  private let display: TrainingDisplay
  /// When the time is up, if it is limited.
  private let deadline: ContinuousClock.Instant?
  /// Nil where no videos are wanted.
  private let camera: TrainingCamera?
  /// The updates that the newest checkpoint holds as they are to go on; nil where it is to be saved anew.
  private let savedUpdate: Int?
  private let comparison = Comparison()

  /// How the comparison with other runs stands.
  private final class Comparison {
    /// Whether it waits for somebody else to leave the folder of the runs.
    var isWaiting = false
  }

  /// Begins a new run in a folder of its own.
  init(
    _ configuration: TrainingConfiguration, options: RunOptions, registry: EnvironmentRegistry
  ) throws {
    try options.check()
    environment = try registry.environment(for: configuration.environment)
    trainer = try Trainer(configuration, registry: registry, laneCount: options.laneCount)
    best = try BestPolicy(
      of: trainer,
      run: TrialRunner(of: configuration, registry: registry, laneCount: options.laneCount).run)
    let (trainer, best) = (trainer, best)
    var lock: FolderLock?
    directory = try RunDirectory.create(
      root: options.runsFolder, name: options.name ?? configuration.defaultName,
      seed: configuration.seed, checkpointRoot: options.checkpointsFolder
    ) { directory, folderLock in
      try RunRecord(configuration).write(to: directory.configuration)
      try TrainingLogs.create(in: directory)
      // So that there is something to go on from, however soon the run is killed.
      try trainer.save(to: directory.checkpoint(afterUpdate: 0).url) {
        try best.save(toCheckpoint: $0)
      }
      lock = folderLock
    }
    self.lock = lock!
    savedUpdate = 0
    self.options = options
    deadline = options.stop.deadline
    logs = try TrainingLogs(beginning: trainer, in: directory, options: options)
    display = TrainingDisplay(options: options)
    camera = try options.camera(in: directory, registry: registry)
    display.begin(trainer, in: environment, directory: directory)
  }

  /// Resumes a run from its newest checkpoint.
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
    environment = try registry.environment(for: trainer.configuration.environment)
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
    let isMoved = RunRecord.configuration(in: directory.configuration) != trainer.configuration
    // The checkpoint decides; a run that was killed between the two resumes as it says.
    if isMoved { try RunRecord(trainer.configuration).write(to: directory.configuration) }
    savedUpdate = isMoved ? nil : trainer.updateCount
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
      let isGone = !lock.isAt(directory.url)
      let failure = TrainingFailure(
        cause: isGone ? RunDirectoryError.gone(directory.url.shortPath) : error,
        updateCount: trainer.updateCount,
        newestCheckpoint: (try? directory.newestCheckpoint())?.url)
      try? logs.write()
      logs.messages.error("\(failure)")
      throw failure
    }
    display.end(
      trainer, in: environment, end, directory: directory,
      checkpoint: (try? directory.newestCheckpoint())?.url ?? checkpoint.url,
      best: best.incumbent)
    return end
  }

  private func train() throws -> TrainingEnd {
    var savedUpdate = savedUpdate
    var lastSeconds = 0.0
    var lastSaved = Date()
    let began = ContinuousClock.now
    var trainingSeconds = 0.0
    func saveNow() throws {
      try save()
      savedUpdate = trainer.updateCount
      lastSaved = Date()
    }
    // Where the end was moved, the checkpoint is to know.
    if savedUpdate == nil { try saveNow() }
    best.warn = { [logs] in logs.messages.warning("\($0)") }
    // Where the program was stopped while it considered the policy, it does so now.
    best.consider()
    while true {
      try requireFolder()
      if let end = reasonToEnd {
        if savedUpdate != trainer.updateCount { try saveNow() }
        logs.end(trainer, end, seconds: (.now - began) / .seconds(1), trainingSeconds)
        return end
      }
      let isSaved = savedUpdate == trainer.updateCount
      let reserve = try isSaved || lastSeconds < Self.longUpdate ? nil : makeReserve()
      defer { reserve?.discard() }
      let patience = isSaved || reserve != nil ? 1.0 : 10.0
      guard
        let report = try trainer.advance(isCancelled: { Interruption.age ?? 0 > patience })
      else {
        if let reserve { try save(reserve) }
        logs.end(trainer, .interrupted, seconds: (.now - began) / .seconds(1), trainingSeconds)
        return .interrupted
      }
      lastSeconds = report.rolloutSeconds + report.updateSeconds
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

  /// An update that takes longer, in seconds, is not waited for when somebody wants the training to end.
  private static let longUpdate = 0.5

  /// Saves the state before a long update aside. If somebody wants the training to end meanwhile, the
  /// update is given up, and nothing else is lost.
  private func makeReserve() throws -> PendingFile {
    let file = PendingFile(replacing: checkpoint.url)
    try writeCheckpoint(to: file.temporary)
    return file
  }

  /// Makes a checkpoint of it.
  private func save(_ reserve: PendingFile) throws {
    try logs.synchronize()
    if try best.save(to: directory.best) { compareWithOtherRuns() }
    try reserve.commit()
    logs.messages.info("saved a checkpoint", metadata: TrainingLogs.place(of: trainer))
    try directory.removeCheckpoints(keeping: options.keptCheckpoints)
  }

  /// What is written into a folder without a name is lost, and one that is there in its place belongs to
  /// somebody else.
  private func requireFolder() throws(RunDirectoryError) {
    guard lock.isAt(directory.url) else { throw .gone(directory.url.shortPath) }
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
    try requireFolder()
    try logs.synchronize()
    // Before the checkpoint: a run resumed from that does not meet again what came before it.
    if try best.save(to: directory.best) || comparison.isWaiting { compareWithOtherRuns() }
    try writeCheckpoint(to: checkpoint.url)
    logs.messages.info("saved a checkpoint", metadata: TrainingLogs.place(of: trainer))
    try directory.removeCheckpoints(keeping: options.keptCheckpoints)
  }

  private func writeCheckpoint(to url: URL) throws {
    try trainer.save(to: url) { try best.save(toCheckpoint: $0) }
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
      // Who was waited for once in vain is not waited for again.
      let patience = Duration.seconds(comparison.isWaiting ? 0 : 2)
      // Earlier versions left out arguments that had their defaults.
      _ = try BestOfRuns.submit(entry, in: root, patience: patience) {
        (try? EnvironmentRegistry.standard.completed($0)) ?? $0
      }
      comparison.isWaiting = false
    } catch let error as FileError where error.system.code == EBUSY {
      guard !comparison.isWaiting else { return }
      comparison.isWaiting = true
      let file = BestOfRuns<EnvironmentConfiguration>.file(in: root)
      warn("\(file.shortPath) does not know of this run yet: \(error) Training continues.")
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

extension TrainingConfiguration {
  /// What a run is called where nobody names it, such as `ppo-recurrent-CartPoleNoVel-v1`.
  fileprivate var defaultName: String {
    algorithm.rawValue + (policy.isRecurrent ? "-recurrent-" : "-") + environment.id
  }
}
