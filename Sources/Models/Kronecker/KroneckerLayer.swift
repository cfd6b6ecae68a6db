import Tensors

/// A linear map `y = x · W + b` of a policy, with the two Kronecker factors of its block of the Fisher
/// matrix: A, the mean of xᵀx, and G, the mean of gᵀg with g = dL/dy of single samples (Martens and
/// Grosse 2015, section 3).
///
/// A convolution is such a map, too, whose samples are the places of an image (Grosse and Martens 2016).
package struct KroneckerLayer: Sendable {
  package let name: String
  /// W [in, out], or nil for a bias alone.
  package let weight: ParameterLayout.Slot?
  /// b [out], or nil for a weight alone.
  package let bias: ParameterLayout.Slot?
  /// A: of the order `in`, and one more where a bias is folded in; nil for a bias alone.
  package let inputs: KroneckerFactor?
  /// G: of the order `out`, the same for the weight and a bias apart.
  package let outputs: KroneckerFactor

  /// The rows of the gradients of W and, below them, b, taken as one matrix.
  package var rows: Int { (weight?.rows ?? 0) + (bias == nil ? 0 : 1) }
  package var columns: Int { outputs.order }
  /// The rows that A belongs to; the others have the factor 1.
  package var factoredRows: Int { inputs?.order ?? 0 }
}
