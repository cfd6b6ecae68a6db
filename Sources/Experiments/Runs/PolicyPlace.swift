import Acting
import Agents
import Evaluate
import Files
import Foundation
import Storage

/// Where a trained policy is kept: the newest or the best of a run, or a checkpoint.
///
///     let place = try PolicyPlace(URL(filePath: "runs/pole/pole_s1"), isBest: true)
///     let policy = try place.policy()
public struct PolicyPlace: Sendable {
  /// The file that holds the policy.
  public let checkpoint: URL
  /// Whether nobody named it, and it is the newest there is.
  public let isNewest: Bool

  /// Finds the policy.
  ///
  /// - Parameters:
  ///   - place: a run's folder, for its newest checkpoint, or a checkpoint; nil for the newest of all
  ///     runs in `root`.
  ///   - root: the folder that runs are kept in.
  ///   - isBest: whether the run's best policy is meant, and not its newest.
  /// - Throws: ``RunDirectoryError`` where there is no run, ``RunPlaceError`` where it has no such policy,
  ///   `FileError` where its folder cannot be read.
  public init(
    _ place: URL?, in root: URL = URL(filePath: "runs", directoryHint: .isDirectory),
    isBest: Bool = false
  ) throws {
    guard let place else {
      let newest = try RunDirectory.newest(in: root)
      checkpoint = isBest ? try Self.best(of: newest.run) : newest.checkpoint.url
      isNewest = true
      return
    }
    isNewest = false
    if RunDirectory.namesFile(place) {
      if isBest { throw RunPlaceError.bestOfFile(place) }
      checkpoint = place
      return
    }
    let run = try RunDirectory.open(place)
    if isBest {
      checkpoint = try Self.best(of: run)
      return
    }
    guard let newest = try run.newestCheckpoint() else {
      throw RunPlaceError.noCheckpoint(run.url)
    }
    checkpoint = newest.url
  }

  private static func best(of run: RunDirectory) throws(RunPlaceError) -> URL {
    guard FileManager.default.fileExists(atPath: run.best.filePath) else {
      throw .noBestPolicy(run.url)
    }
    return run.best
  }

  /// Reads the policy.
  ///
  /// - Parameter acceptingChanges: Whether a file is taken that was changed after it was written.
  /// - Throws: `HDF5Error` where the file is missing, damaged or something else.
  public func policy(acceptingChanges: Bool = false) throws -> TrainedPolicy {
    try TrainedPolicy(checkpoint: checkpoint, acceptingChanges: acceptingChanges)
  }

  /// What the run says of its best policy, where it is that.
  ///
  /// - Throws: as ``policy(acceptingChanges:)``.
  public func claim(acceptingChanges: Bool = false) throws -> PolicyClaim? {
    try PolicyClaim(
      from: CheckpointFormat.open(checkpoint, acceptingChanges: acceptingChanges))
  }
}

extension RunDirectory {
  /// Whether a place is meant to be a file, and not the folder of a run.
  static func namesFile(_ place: URL) -> Bool {
    place.pathExtension == "h5"
      || !Folder.exists(place) && FileManager.default.fileExists(atPath: place.filePath)
  }

  /// The run that `place` names by its folder or by its newest checkpoint, and that checkpoint.
  ///
  /// - Throws: ``RunDirectoryError``, ``RunPlaceError``; `HDF5Error` where the file is no checkpoint.
  package static func locate(
    _ place: URL, acceptingChanges: Bool
  ) throws -> (directory: RunDirectory, checkpoint: URL) {
    let isFile = namesFile(place)
    if isFile { _ = try CheckpointFormat.open(place, acceptingChanges: acceptingChanges) }
    // best.h5 in the run's folder, or checkpoints/update_000123.h5.
    var folder = place
    if isFile { folder.deleteLastPathComponent() }
    if isFile && place.lastPathComponent != bestName { folder.deleteLastPathComponent() }
    let directory = try RunDirectory.open(folder)
    guard let newest = try directory.newestCheckpoint()?.url else {
      throw RunPlaceError.noCheckpoint(directory.url)
    }
    guard !isFile || place.lastPathComponent == newest.lastPathComponent else {
      throw RunPlaceError.notTheNewest(place, newest: newest)
    }
    return (directory, newest)
  }
}
