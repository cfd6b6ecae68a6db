import Acting
import Environments
import Files
import Foundation

/// The writing of an evaluation's episodes, while they end.
///
///     var configuration = EvaluationConfiguration()
///     configuration.recording.isOn = true
///     let evaluator = try Evaluator(TrainedPolicy(checkpoint: checkpoint), configuration)
///     let recording = try TrajectoryRecording(
///       of: evaluator, from: checkpoint, to: [.file(URL(filePath: "traj.h5"))])
///     let results = try evaluator.run(recordingTo: recording)
///
/// Whoever opens a file meanwhile, or after a kill or on a full disk, finds whole episodes: the first N.
/// A recording serves one run of its evaluator.
public final class TrajectoryRecording {
  /// Where episodes are written to.
  public enum Destination: Sendable, Hashable {
    /// An HDF5 file in the layout that docs/trajectories.md describes.
    case file(URL)
    /// A dataset of Minari's by its id, such as `pole/trained-v0`, where Minari looks for it.
    case minari(id: String)
  }

  fileprivate let writers: [any EpisodeWriter]

  /// Makes the files, in which there is no episode yet.
  ///
  /// - Parameters:
  ///   - evaluator: what runs the episodes; its configuration's recording is on.
  ///   - checkpoint: what its policy was read from. The files name it and its digest.
  ///   - replacing: Whether they take the places of files that are there.
  ///   - compressionLevel: From 1, fast, to 9, small; 0 for no compression.
  /// - Throws: ``EvaluationError`` where nothing is recorded or Minari would not take an id; `FileError`
  ///   or `HDF5Error` where a file cannot be written or the checkpoint not be read.
  public init(
    of evaluator: Evaluator, from checkpoint: URL, to destinations: [Destination],
    replacing: Bool = false, compressionLevel: Int = 1
  ) throws {
    let world = evaluator.world
    guard world.configuration.recording.isOn else {
      throw EvaluationError.usage(
        "Nothing of the episodes is recorded. Set recording.isOn in the evaluation's configuration."
      )
    }
    let spaces = try EvaluationSpaces(of: world.place, registry: world.registry)
    let header = try TrajectoryHeader(
      world.policy, from: checkpoint.shortPath, in: world.place, spaces: spaces,
      configuration: world.configuration)
    writers = try destinations.map { destination in
      switch destination {
      case .file(let url):
        try TrajectoryFile(
          at: url, replacing: replacing, header: header, compressionLevel: compressionLevel)
      case .minari(let id):
        try MinariDataset(
          id: id, replacing: replacing, header: header, environment: world.place, spaces: spaces,
          compressionLevel: compressionLevel)
      }
    }
  }
}

extension Evaluator {
  /// Runs the episodes, until the last or until someone wants it to stop, and writes them down.
  ///
  /// - Parameters:
  ///   - recording: where what is recorded goes; nil for nowhere. Whole episodes are there even where
  ///     this throws.
  ///   - isCancelled: asked often, from any thread; true ends the evaluation, and unfinished episodes are
  ///     given up.
  ///   - show: called for one episode at a time in their order, from any thread, once it is written.
  /// - Returns: how each went, in their order.
  /// - Throws: as ``run()``; `FileError` or `HDF5Error` where an episode cannot be written.
  public func run(
    recordingTo recording: TrajectoryRecording?,
    isCancelled: @escaping @Sendable () -> Bool = { false },
    show: @escaping (FinishedEpisode) -> Void = { _ in }
  ) throws -> [EpisodeResult] {
    let writers = recording?.writers ?? []
    let encoders = writers.map(\.encode)
    var results = [EpisodeResult]()
    do {
      try run(
        isCancelled: isCancelled,
        process: { episode in
          (episode, encoders.compactMap { encode in episode.record.map(encode) })
        },
        deliver: { episode, encoded in
          for (writer, episode) in zip(writers, encoded) { try writer.append(episode) }
          results.append(episode.result)
          show(episode)
        })
    } catch {
      // What was recorded before is worth keeping; the error is the one to tell.
      for writer in writers { try? writer.close() }
      throw error
    }
    for writer in writers { try writer.close() }
    return results
  }
}
