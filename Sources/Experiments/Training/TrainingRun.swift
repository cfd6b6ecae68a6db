import Agents
import Environments
import Evaluate
import Files
import Foundation

/// The training of a policy in the folder of a run: logs, checkpoints, the best policy, and an end.
///
///     let run = try TrainingRun(configuration)   // or TrainingRun(resuming: folder)
///     try run.train()
///     print(run.directory.url)
///
/// The folder appears as a whole, with a checkpoint in it, so that a run can be resumed however soon the
/// program is killed. A resumed run ends with the same bits as one that was never stopped.
public final class TrainingRun {
  public let trainer: Trainer
  public let directory: RunDirectory
  public let options: TrainingRunOptions
  /// The environment, as it is described.
  public let environment: EnvironmentDescription
  /// The checkpoint that the run was resumed from; nil for a new run.
  public let resumedCheckpoint: URL?
  /// Who watches, in the order in which they are told.
  public var observers: [any TrainingObserver]

  let registry: EnvironmentRegistry
  let control: TrainingControl
  /// Keeps other processes from training the same run, until this training has ended.
  private(set) var lock: FolderLock?
  let logs: TrainingLogs
  let best: BestPolicy
  /// The updates that the newest checkpoint holds as they are to go on; nil where it is to be saved anew.
  var savedUpdate: Int?
  /// Whether the comparison with other runs waits for somebody else to leave the folder of the runs.
  var isComparisonWaiting = false
  private(set) var hasBegun = false

  /// Begins a new run in a folder of its own.
  ///
  /// - Parameters:
  ///   - registry: where the environment is looked up.
  ///   - control: asked whether the training is to end or to save.
  ///   - observers: who watches, besides the run's logs.
  /// - Throws: `ConfigurationError`, `EnvironmentSetupError`, `EnvironmentFailure`,
  ///   ``RunDirectoryError``; `FileError` or `HDF5Error` where something cannot be written.
  public init(
    _ configuration: TrainingConfiguration, options: TrainingRunOptions = TrainingRunOptions(),
    registry: EnvironmentRegistry = .standard, control: TrainingControl = TrainingControl(),
    observers: [any TrainingObserver] = []
  ) throws {
    try options.validate()
    var configuration = configuration
    // Written out, so that the run's files say them even where a later version has other defaults.
    configuration.environment = try registry.completed(configuration.environment)
    environment = try registry.environment(for: configuration.environment)
    trainer = try Trainer(configuration, registry: registry, laneCount: options.laneCount)
    // With what the observation decides about the policy.
    configuration = trainer.configuration
    best = try BestPolicy(
      of: trainer,
      run: TrialRunner(
        of: configuration, registry: registry, laneCount: options.laneCount, control: control
      ).run)
    let (trainer, best) = (trainer, best)
    var lock: FolderLock?
    directory = try RunDirectory.create(
      root: options.root, name: options.name ?? configuration.defaultName,
      seed: configuration.seed, checkpointRoot: options.checkpointRoot
    ) { directory, folderLock in
      try RunRecord(configuration).write(to: directory.configuration)
      try TrainingLogs.create(in: directory)
      // So that there is something to go on from, however soon the run is killed.
      try trainer.save(to: directory.checkpoint(afterUpdate: 0).url) {
        try best.save(toCheckpoint: $0)
      }
      lock = folderLock
    }
    self.lock = lock
    savedUpdate = 0
    logs = try TrainingLogs(beginning: trainer, in: directory)
    resumedCheckpoint = nil
    self.options = options
    self.registry = registry
    self.control = control
    self.observers = observers
  }

  /// Resumes a run from its newest checkpoint.
  ///
  /// - Parameters:
  ///   - place: the run's folder, or its newest checkpoint.
  ///   - totalSteps: where training is to end now; nil for where it was to end before.
  ///   - accept: throws where the run's settings are not those that were asked for. Nothing is written
  ///     before.
  /// - Throws: as ``init(_:options:registry:control:observers:)``; ``RunPlaceError``,
  ///   ``ProgressLogError``.
  public init(
    resuming place: URL, totalSteps: Int? = nil,
    options: TrainingRunOptions = TrainingRunOptions(),
    registry: EnvironmentRegistry = .standard, control: TrainingControl = TrainingControl(),
    observers: [any TrainingObserver] = [],
    accept: (TrainingConfiguration) throws -> Void = { _ in }
  ) throws {
    try options.validate()
    let checkpoint: URL
    (directory, checkpoint) = try RunDirectory.locate(
      place, acceptingChanges: options.acceptsChanges)
    lock = try FolderLock(directory.url)
    trainer = try Trainer(
      resuming: checkpoint, totalSteps: totalSteps, registry: registry,
      laneCount: options.laneCount, forgetting: options.forgotten,
      acceptingChanges: options.acceptsChanges)
    environment = try registry.environment(for: trainer.configuration.environment)
    try accept(trainer.configuration)
    directory.removeUnfinishedFiles()
    best = try BestPolicy(
      of: trainer, resuming: checkpoint, savedAt: directory.best,
      acceptingChanges: options.acceptsChanges,
      run: TrialRunner(
        of: trainer.configuration, registry: registry, laneCount: options.laneCount,
        control: control
      ).run)
    logs = try TrainingLogs(continuing: trainer, in: directory)
    let isMoved = RunRecord.configuration(in: directory.configuration) != trainer.configuration
    // The checkpoint decides; a run that was killed between the two resumes as it says.
    if isMoved { try RunRecord(trainer.configuration).write(to: directory.configuration) }
    savedUpdate = isMoved ? nil : trainer.updateCount
    resumedCheckpoint = checkpoint
    self.options = options
    self.registry = registry
    self.control = control
    self.observers = observers
  }

  /// The update after which the best policy so far was in place; nil before there is one.
  public var bestUpdate: Int? { best.incumbent?.update }

  /// What is claimed of the best policy, by episodes that had no part in choosing it; nil where that was
  /// not measured yet.
  public var bestClaim: PolicyClaim? { best.incumbent?.claim }

  /// The best policy so far, and what it was chosen by.
  package var bestPolicy: BestPolicy.Incumbent? { best.incumbent }

  /// The newest checkpoint there is; nil where somebody removed all.
  public var newestCheckpoint: URL? { (try? directory.newestCheckpoint())?.url }

  /// Tells of something that went wrong and does not stop the training.
  public func warn(_ text: String) {
    for observer in everyone { observer.warned(text, in: self) }
  }

  /// Shows an episode that was filmed to those who watch.
  public func show(_ frames: [VideoFrame]) throws {
    for observer in everyone { try observer.episodeFilmed(frames, in: self) }
  }

  /// The logs before all others: what those do may take long, or fail.
  var everyone: [any TrainingObserver] { [logs] + observers }

  func begin() {
    precondition(!hasBegun, "a run trains once; resume it to train on")
    hasBegun = true
  }

  /// Whether the run's folder is where it was.
  var isInPlace: Bool { lock?.isAt(directory.url) ?? false }

  /// Leaves the folder to others.
  func leaveFolder() { lock = nil }
}

extension TrainingConfiguration {
  /// What a run is called where nobody names it, such as `ppo-recurrent-CartPoleNoVel-v1`. What has a
  /// meaning in paths is a hyphen: `ppo-grid-5` trains in `grid:5`.
  fileprivate var defaultName: String {
    let id = environment.id.map {
      $0.isASCII && ($0.isLetter || $0.isNumber) || "-_.".contains($0) ? $0 : "-"
    }
    return algorithm.rawValue + (policy.isRecurrent ? "-recurrent-" : "-") + String(id)
  }
}
