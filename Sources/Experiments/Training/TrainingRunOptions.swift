import Agents
import Foundation

/// What does not change a run's numbers: where it is kept, how it is saved, when it ends early, how many
/// threads it gets.
public struct TrainingRunOptions: Sendable {
  /// The folder that runs are kept in. A run that is resumed stays where it is.
  public var root = URL(filePath: "runs", directoryHint: .isDirectory)
  /// The run's name; nil for one made of the algorithm and the environment.
  public var name: String?
  /// Where the checkpoints get a folder of their own, linked from the run's; nil for the run's folder.
  public var checkpointRoot: URL?
  /// The number of threads, from 1 to 1024; results do not depend on it.
  public var laneCount = ProcessInfo.processInfo.activeProcessorCount
  /// Updates between checkpoints; 0 saves only at the end, nil once a minute.
  public var saveInterval: Int?
  /// How many of the newest checkpoints are kept, from 1.
  public var keptCheckpoints = 2
  /// What ends the training before its last step.
  public var limits = TrainingLimits()
  /// Whether a resumed run's files are taken that were changed after they were written. What they say is
  /// checked all the same.
  public var acceptsChanges = false
  /// What a resumed run is to forget of its checkpoint.
  package var forgotten: Set<CheckpointPart> = []

  public init() {}

  func validate() throws(ConfigurationError) {
    guard 1...1024 ~= laneCount else {
      throw ConfigurationError("laneCount is \(laneCount); it must be from 1 to 1024.")
    }
    if let saveInterval, saveInterval < 0 {
      throw ConfigurationError("saveInterval is \(saveInterval); it cannot be negative.")
    }
    guard keptCheckpoints >= 1 else {
      throw ConfigurationError("keptCheckpoints is \(keptCheckpoints); it must be at least 1.")
    }
    try limits.validate()
  }
}

/// When a training ends before its last step.
public struct TrainingLimits: Sendable, Equatable {
  /// The mean return of complete cohorts of episodes that is enough; nil for none.
  public var meanReturn: Double?
  /// The least number of episodes to take that mean of, from 1 to `EpisodeWindow.capacity`.
  public var episodeCount = EpisodeWindow.capacity
  /// How long it may take; nil for any time.
  public var time: Duration?

  public init() {}

  func validate() throws(ConfigurationError) {
    if let meanReturn, !meanReturn.isFinite {
      throw ConfigurationError("limits.meanReturn is \(meanReturn); it must be a finite number.")
    }
    guard 1...EpisodeWindow.capacity ~= episodeCount else {
      throw ConfigurationError(
        "limits.episodeCount is \(episodeCount); it must be from 1 to \(EpisodeWindow.capacity).")
    }
  }

  /// Whether episodes are as good as they are to be. Those that ended last would say so too early: they
  /// are mostly the successes where success ends an episode.
  func isReached(by cohorts: EpisodeCohorts) -> Bool {
    guard let meanReturn, let estimate = cohorts.estimate(ofAtLeast: episodeCount) else {
      return false
    }
    return estimate.meanReturn >= meanReturn
  }
}
