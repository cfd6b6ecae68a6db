import Agents
import Files
import Foundation

/// Why what was asked for is not to be had of a run.
public enum RunPlaceError: Error, Equatable, CustomStringConvertible {
  /// The run was stopped before its first checkpoint.
  case noCheckpoint(URL)
  /// A run is to be resumed from a checkpoint that has newer ones beside it.
  case notTheNewest(URL, newest: URL)
  /// The run has not chosen a best policy yet.
  case noBestPolicy(URL)
  /// The best policy was asked for of a file in place of a run.
  case bestOfFile(URL)

  public var description: String {
    switch self {
    case .noCheckpoint(let run):
      """
      \(run.path(percentEncoded: false)): the run has no checkpoint yet, because it was stopped before \
      its first. Start it anew with the settings in its config.json.
      """
    case .notTheNewest(let checkpoint, let newest):
      """
      \(checkpoint.path(percentEncoded: false)): the run resumes from its newest checkpoint, \
      \(newest.lastPathComponent); resuming from another one would lose what came after it. Give \
      the run's folder to go on from the newest, or copy that folder and remove the newer ones there.
      """
    case .noBestPolicy(let run):
      """
      \(run.shortPath): there is no best policy yet, because the first is chosen once \
      \(BestPolicy.leastEpisodes) episodes or more have ended. Take the newest instead.
      """
    case .bestOfFile(let file):
      "\(file.shortPath): runs have a best policy, and this is a file. Give the run's folder."
    }
  }
}
