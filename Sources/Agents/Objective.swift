import Models
import Storage
import Tensors

/// A loss over samples, given by its derivatives.
package protocol Objective: AnyObject, Sendable {
  /// The weight of the mean entropy, which is subtracted from the loss.
  var entropyCoefficient: Float { get }

  /// Writes dL/d(log-probability) and dL/d(value) of each row into `gradient`, for a loss that is the
  /// mean over `sampleCount` samples, of which `batch` is a part; returns the part's sums.
  func differentiate(
    _ batch: MinibatchBuffers, logProbabilities: Matrix, values: Matrix, entropies: Matrix,
    sampleCount: Int, into gradient: GradientWorkspace
  ) -> LossSums
}
