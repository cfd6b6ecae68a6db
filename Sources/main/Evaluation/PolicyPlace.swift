import Agents
import Evaluate
import Experiments
import Files
import Foundation
import Storage

/// Where a trained policy is kept.
struct PolicyPlace {
  let checkpoint: URL
  /// Whether nobody named it, and it is the newest there is.
  let isNewest: Bool

  /// - Parameters:
  ///   - path: a run's folder, for its newest checkpoint, or a checkpoint; nil for the newest of all
  ///     runs in the folder `runs`.
  ///   - isBest: whether the run's best policy is meant, and not its newest.
  init(_ path: String?, isBest: Bool = false) throws {
    guard let path else {
      let newest = try RunDirectory.newest(
        in: URL(filePath: "runs", directoryHint: .isDirectory))
      checkpoint = isBest ? try Self.best(of: newest.run) : newest.checkpoint.url
      isNewest = true
      return
    }
    isNewest = false
    let place = URL(filePath: path).absoluteURL
    if Self.isFile(place) {
      if isBest { throw EvaluationError.usage("--best goes with a run's folder, not with a file.") }
      checkpoint = place
      return
    }
    let run = try RunDirectory.open(place)
    if isBest {
      checkpoint = try Self.best(of: run)
      return
    }
    guard let newest = try run.newestCheckpoint() else {
      throw ResumeError.noCheckpoint(run.url)
    }
    checkpoint = newest.url
  }

  private static func best(of run: RunDirectory) throws(EvaluationError) -> URL {
    guard FileManager.default.fileExists(atPath: run.best.filePath) else {
      throw .usage(
        """
        \(run.url.shortPath): there is no best policy yet, because the first is chosen once \
        \(BestPolicy.leastEpisodes) episodes or more have ended. Leave out --best for the newest.
        """)
    }
    return run.best
  }

  private static func isFile(_ place: URL) -> Bool {
    place.pathExtension == "h5"
      || !Folder.exists(place) && FileManager.default.fileExists(atPath: place.filePath)
  }

  func policy(acceptingChanges: Bool) throws -> TrainedPolicy {
    try TrainedPolicy(checkpoint: checkpoint, acceptingChanges: acceptingChanges)
  }

  /// What the run says of its best policy, where it is that.
  func claim(acceptingChanges: Bool) throws -> PolicyClaim? {
    try PolicyClaim(
      from: CheckpointFormat.open(checkpoint, acceptingChanges: acceptingChanges))
  }
}
