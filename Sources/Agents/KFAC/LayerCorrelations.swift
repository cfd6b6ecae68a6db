import Models
import Tensors

/// The correlations of successive steps in a layer's two factors.
final class LayerCorrelations: Sendable {
  let inputs, outputs: CorrelationDecomposition

  /// Nil where the layer's samples are not taken for the steps of sequences.
  init?(_ layer: KroneckerLayer) {
    guard let factor = layer.inputs, factor.lag != nil else { return nil }
    inputs = CorrelationDecomposition(order: factor.order)
    outputs = CorrelationDecomposition(order: layer.outputs.order)
  }

  /// Why the last decompositions cannot be used, if they cannot.
  var failure: LinearAlgebraError? { inputs.failure ?? outputs.failure }
}
