import Tensors

/// Anything that turns a rollout into better parameters.
package protocol Algorithm: AnyObject, Sendable {
  /// Learns from the rollout that its storage holds now.
  ///
  /// - Parameters:
  ///   - remaining: the part of training still to come, this update included, in (0, 1]; what decays
  ///     linearly is multiplied by it.
  ///   - isCancelled: asked before each step; true gives the update up.
  /// - Returns: nil where the update was given up. Parameters and optimizer then stand somewhere inside
  ///   of it.
  func update(
    remaining: Double, isCancelled: () -> Bool
  ) throws(TrainingError) -> UpdateStatistics?

  /// The optimizer, whose count of steps a checkpoint keeps.
  var optimizer: any Optimizer { get }
  /// What else the optimizer has to keep between updates.
  var state: [FlatState] { get }
  /// The stream that orders samples, whose position a checkpoint keeps.
  var random: RandomStream { get set }

  /// Whether updates measure time, from zero.
  func measureTime(_ isMeasured: Bool)
  /// Adds where the time of updates went to `times`.
  func addTimes(to times: inout LaneTimes)
}

extension Algorithm {
  /// The same to its end.
  package func update(remaining: Double) throws(TrainingError) -> UpdateStatistics {
    guard let statistics = try update(remaining: remaining, isCancelled: { false }) else {
      preconditionFailure("nobody gave the update up")
    }
    return statistics
  }
}
