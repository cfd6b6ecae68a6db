import Tensors

/// One of a layer's two factors, and where it and what belongs to it lie in flat buffers.
package struct KroneckerFactor: Sendable {
  package enum Side: String, Sendable {
    /// A.
    case inputs
    /// G.
    case outputs
  }

  package let layer: String
  package let side: Side
  /// The factor itself and, in another buffer, its eigenvectors as rows; [n, n].
  package let matrix: ParameterLayout.Slot
  package let eigenvalues: ParameterLayout.Slot  // [n]

  /// n.
  package var order: Int { matrix.rows }
}
