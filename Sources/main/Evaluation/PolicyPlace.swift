import Evaluate
import Experiments
import Foundation
import Storage

/// Where a trained policy is kept.
struct PolicyPlace {
  let checkpoint: URL
  /// Whether nobody named it, and it is the newest there is.
  let isNewest: Bool

  /// - Parameters:
  ///   - path: a run's folder, for its newest checkpoint, or a checkpoint; nil for the newest of all
  ///     runs in `runs`.
  init(_ path: String?, runs: URL) throws {
    guard let path else {
      checkpoint = try RunDirectory.newest(in: runs).checkpoint.url
      isNewest = true
      return
    }
    isNewest = false
    let place = URL(filePath: path).absoluteURL
    if Self.isFile(place) {
      checkpoint = place
      return
    }
    let run = try RunDirectory.open(place)
    guard let newest = try run.newestCheckpoint() else {
      throw ResumeError.noCheckpoint(run.url)
    }
    checkpoint = newest.url
  }

  private static func isFile(_ place: URL) -> Bool {
    place.pathExtension == "h5"
      || !Folder.exists(place) && FileManager.default.fileExists(atPath: place.filePath)
  }

  func policy() throws -> TrainedPolicy { try TrainedPolicy(checkpoint: checkpoint) }
}
