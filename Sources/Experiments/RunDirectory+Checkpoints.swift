import Files
import Foundation

extension RunDirectory {
  /// A saved state of a run.
  public struct Checkpoint: Equatable, Sendable {
    /// How many updates had been made.
    public let update: Int
    public let url: URL
  }

  /// Where the checkpoint after this many updates belongs, whether it exists or not.
  package func checkpoint(afterUpdate update: Int) -> Checkpoint {
    let digits = String(update)
    let padding = String(repeating: "0", count: max(0, 6 - digits.count))
    return Checkpoint(
      update: update, url: checkpoints.appending(path: "update_\(padding)\(digits).h5"))
  }

  /// The checkpoints that exist, the oldest first.
  public func existingCheckpoints() throws(FileError) -> [Checkpoint] {
    try Folder.names(in: checkpoints)
      .compactMap(update(ofCheckpoint:)).sorted().map(checkpoint(afterUpdate:))
  }

  /// The checkpoint with the most updates, or nil where the run was stopped before its first.
  public func newestCheckpoint() throws(FileError) -> Checkpoint? {
    try existingCheckpoints().last
  }

  /// Removes all checkpoints but the `count` newest. The one before the first update, which is there
  /// for a run that is killed soon, goes as soon as there is another.
  package func removeCheckpoints(keeping count: Int) throws(FileError) {
    precondition(count > 0, "a run keeps at least one checkpoint")
    let checkpoints = try existingCheckpoints()
    let kept = checkpoints.suffix(count)
    for checkpoint in checkpoints.dropLast()
    where checkpoint.update == 0 || !kept.contains(checkpoint) {
      try Folder.remove(checkpoint.url)
    }
  }

  /// Removes what a killed process left behind of files that it had not finished.
  package func removeUnfinishedFiles() {
    for folder in [url, checkpoints] { AtomicFile.removeAbandoned(in: folder) }
  }

  /// The number in a checkpoint's name, if it is exactly the name that we give.
  private func update(ofCheckpoint name: String) -> Int? {
    let digits = name.dropFirst("update_".count).dropLast(".h5".count)
    guard let update = Int(digits), checkpoint(afterUpdate: update).url.lastPathComponent == name
    else { return nil }
    return update
  }
}
