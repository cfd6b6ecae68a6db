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
  /// The places of a sample's image that the layer is used at. A is then the mean of the sum over them, G
  /// that of the mean (Grosse and Martens 2016).
  package let places: Int
  /// The factor itself and, in another buffer, its eigenvectors as rows; [n, n].
  package let matrix: ParameterLayout.Slot
  package let eigenvalues: ParameterLayout.Slot  // [n]
  /// What belongs to pairs of successive steps, where the samples are taken for steps of sequences.
  package let lag: Lag?

  package struct Lag: Sendable {
    /// The mean of x_{t-1}ᵀ x_t and, in the other buffer, the basis in which the factor is the identity
    /// and that mean diagonal, its vectors as rows; [n, n].
    package let matrix: ParameterLayout.Slot
    /// That diagonal, among the eigenvalues; [n].
    package let correlations: ParameterLayout.Slot
  }

  /// The basis that directions are worked out in.
  package var basis: ParameterLayout.Slot { lag?.matrix ?? matrix }
  /// What belongs to the basis's vectors.
  package var spectrum: ParameterLayout.Slot { lag?.correlations ?? eigenvalues }
  /// n.
  package var order: Int { matrix.rows }
}
