import Models
import Storage
import Tensors

/// A loss over samples, given by its derivatives: the actor's terms and the critic's.
///
/// Both are means over `sampleCount` samples, of which a batch is a part; what is returned are the
/// part's sums.
public protocol Objective: AnyObject, Sendable {
  /// The weight of the mean entropy, which is subtracted from the loss.
  var entropyCoefficient: Float { get }

  /// The weight of the mean divergence KL(old || new), which is added to the loss; nil where it is not asked
  /// for. The rollout has to keep distributions then (``Algorithm/comparesDistributions(_:)``).
  var divergenceCoefficient: Float? { get }

  /// What the log has of the samples, in its order: the standard ones unless said otherwise.
  var statistics: [Statistic] { get }

  /// Whether the actor's terms read the critic's present values. Otherwise the passes through the two
  /// may be separate.
  var actorReadsValues: Bool { get }

  /// Writes dL/d(value) of each row into `gradient`.
  func differentiateCritic(
    _ batch: MinibatchBuffers, values: Matrix, sampleCount: Int, into gradient: GradientWorkspace
  ) -> LossSums

  /// Writes dL/d(log-probability) of each row into `gradient`; counts the samples.
  ///
  /// - Parameter values: the critic's present values, [R, 1]; as they happen to be where
  ///   ``actorReadsValues`` is false.
  func differentiateActor(
    _ batch: MinibatchBuffers, values: Matrix, logProbabilities: Matrix, entropies: Matrix,
    sampleCount: Int, into gradient: GradientWorkspace
  ) -> LossSums
}

extension Objective {
  public var divergenceCoefficient: Float? { nil }
  public var statistics: [Statistic] { Statistic.standard }
}
