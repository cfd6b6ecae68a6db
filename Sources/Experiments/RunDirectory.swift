import Files
import Foundation

/// The folder that a training run leaves behind:
///
///     runs/<name>/<name>_s<seed>/
///       config.json             every setting and version
///       progress.csv            one row for each update that was logged
///       timing.csv              the same for what depends on the computer and not on the seed
///       run.log                 what happened when
///       events.out.tfevents...  the same numbers and more for TensorBoard, a file for each start
///       checkpoints/update_000123.h5
///       best.h5                 the policy that did best in episodes of its own
///       videos/update_000123.mp4  where they are asked for
///
/// Where checkpoints have a place of their own, `checkpoints` is a link to a folder there.
public struct RunDirectory: Sendable, Equatable {
  public let url: URL

  /// The run whose folder is, or will be, at `url`.
  public init(at url: URL) { self.url = url }

  public var configuration: URL { url.appending(path: "config.json") }
  public var progress: URL { url.appending(path: "progress.csv") }
  public var videos: URL { url.appending(path: "videos", directoryHint: .isDirectory) }
  public var best: URL { url.appending(path: Self.bestName) }
  public var timing: URL { url.appending(path: "timing.csv") }
  public var log: URL { url.appending(path: "run.log") }
  public var checkpoints: URL { url.appending(path: "checkpoints", directoryHint: .notDirectory) }

  public static let bestName = "best.h5"

  /// The folder that holds this run and others, as ``create(root:name:seed:checkpointRoot:)`` was given
  /// it; nil where the run was moved to a place of another kind.
  public var root: URL? {
    let run = url.absoluteURL.standardizedFileURL
    let family = run.deletingLastPathComponent()
    guard run.lastPathComponent.hasPrefix("\(family.lastPathComponent)_s") else { return nil }
    return family.deletingLastPathComponent()
  }

  /// Makes the folder of a new run under `root`. It is filled under a hidden name and then appears as a
  /// whole.
  ///
  /// A folder that is there already, of whatever run, is left alone: the new one is then called
  /// `<name>_s<seed>_2`, `_3` and so on. Several processes may do this at once; no two of them get
  /// the same folder.
  ///
  /// - Parameters:
  ///   - checkpointRoot: where the checkpoints get a folder of the same name, likewise new, or nil for the run's own folder.
  ///   - fill: puts into the hidden folder what belongs to a run from its beginning. The folder is
  ///     locked, and stays so for as long as the lock is kept.
  /// - Throws: ``RunDirectoryError`` where the name cannot be that of a folder, ``FileError`` where
  ///   the folder cannot be made; what `fill` throws. Nothing is left then.
  package static func create(
    root: URL, name: String, seed: UInt64, checkpointRoot: URL? = nil,
    filling fill: (RunDirectory, FolderLock) throws -> Void = { _, _ in }
  ) throws -> RunDirectory {
    try check(name: name)
    let family = root.appending(path: name, directoryHint: .isDirectory)
    if let checkpointRoot { try Folder.makeIfMissing(checkpointRoot) }
    try Folder.makeIfMissing(family)
    guard checkpointRoot != nil else {
      return try create(in: family, name: "\(name)_s\(seed)", checkpointRoot: nil, filling: fill)
    }
    // One at a time, so that the name by which the checkpoints are found is still free at the end.
    return try FolderLock.waiting(for: family, patience: .seconds(60)) {
      try create(
        in: family, name: "\(name)_s\(seed)", checkpointRoot: checkpointRoot, filling: fill)
    }
  }

  private static func create(
    in family: URL, name: String, checkpointRoot: URL?,
    filling fill: (RunDirectory, FolderLock) throws -> Void
  ) throws -> RunDirectory {
    let pending = try PendingFolder(in: family, name: name)
    do {
      let run = RunDirectory(at: pending.url)
      if let checkpointRoot {
        let folder = try Folder.makeUnique(in: checkpointRoot, name: pending.freeName)
        try Folder.link(run.checkpoints, to: folder)
      } else {
        _ = try Folder.makeNew(run.checkpoints)
      }
      try fill(run, pending.lock)
      return RunDirectory(at: try pending.publish())
    } catch {
      pending.discard()
      throw error
    }
  }

  /// - Throws: ``RunDirectoryError/unusableName(_:)`` where a name cannot be that of a folder.
  package static func check(name: String) throws(RunDirectoryError) {
    guard !name.isEmpty, !name.hasPrefix("."), !name.contains("/"),
      !OutgoingText.hasControls(name)
    else {
      throw .unusableName(name)
    }
  }

  /// The run whose folder is at `url`.
  ///
  /// - Throws: ``RunDirectoryError`` if that is not the folder of a run.
  public static func open(_ url: URL) throws(RunDirectoryError) -> RunDirectory {
    let run = RunDirectory(
      at: URL(filePath: url.filePath, directoryHint: .notDirectory))
    guard Folder.exists(run.url) else {
      throw run.exists(run.url) ? .notAFolder(run.path) : .missing(run.path)
    }
    guard run.exists(run.configuration) else {
      throw .notARun(run.path, runsInside: run.runsInside)
    }
    guard Folder.exists(run.checkpoints) else {
      throw .incomplete(run.path, missing: "checkpoints")
    }
    return run
  }

  private var path: String { url.filePath }

  /// The names of the runs in this folder, for someone who gave the folder above theirs.
  private var runsInside: [String] {
    let names = (try? Folder.names(in: url)) ?? []
    return names.filter { !$0.hasPrefix(".") }.filter {
      exists(RunDirectory(at: url.appending(path: $0)).configuration)
    }
    .sorted()
  }

  private func exists(_ file: URL) -> Bool {
    FileManager.default.fileExists(atPath: file.filePath)
  }
}
