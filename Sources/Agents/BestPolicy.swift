import Foundation
import Storage
import Tensors

/// The policy of a run as it was when its episodes went best, held in memory so that it costs a file
/// only now and then.
package final class BestPolicy {
  /// Nil before there is one.
  package private(set) var score: PolicyScore?
  private let trainer: Trainer
  private let arena: Arena
  private let parameters: Matrix  // [1, count]
  private var observationMoments: RunningMoments
  private var isSaved = true

  /// - Parameters:
  ///   - url: what ``save(to:)`` wrote before the run was stopped, if it did.
  ///   - acceptingChanges: whether a file is taken that was changed after it was written.
  /// - Throws: `HDF5Error` where that is damaged or something else.
  package init(
    of trainer: Trainer, continuing url: URL, acceptingChanges: Bool = false
  ) throws {
    self.trainer = trainer
    let count = trainer.policy.layout.count
    (arena, parameters) = Arena.carve { $0.matrix(rows: 1, columns: count) }
    observationMoments = trainer.collector.normalizer.observations.moments
    guard FileManager.default.fileExists(atPath: url.filePath) else { return }
    let file = try CheckpointFormat.open(url, acceptingChanges: acceptingChanges)
    let progress = try CheckpointProgress(
      from: file, configuration: try file.readAttribute("configuration"))
    score = PolicyScore(
      meanReturn: try file.readAttribute("return_mean"),
      episodes: try file.readCount("return_episodes", in: 0...progress.stepCount),
      update: progress.updateCount, steps: progress.stepCount)
  }

  /// Keeps the policy as it is now, if it does better than any before.
  package func consider() {
    guard let now = trainer.score, now.meanReturn > score?.meanReturn ?? -.infinity else { return }
    score = now
    parameters.copy(from: trainer.policy.parameters)
    observationMoments = trainer.collector.normalizer.observations.moments
    isSaved = false
  }

  /// Replaces the file at `url` by the policy, if that is a better one. It is read like a checkpoint,
  /// but holds no more than what acting needs.
  ///
  /// - Returns: whether it was replaced.
  /// - Throws: as `Trainer.save(to:)`.
  package func save(to url: URL) throws -> Bool {
    guard !isSaved, let score else { return false }
    try HDF5File.replace(at: url, kind: .policy) { file in
      try trainer.savePolicy(parameters, afterUpdate: score.update, to: file)
      try observationMoments.save(to: file, group: "normalization/observations")
      try file.writeAttribute("return_mean", score.meanReturn)
      try file.writeAttribute("return_episodes", score.episodes)
    }
    isSaved = true
    return true
  }
}
