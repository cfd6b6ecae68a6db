import Tensors

/// What a backward pass leaves behind about the parameters.
package enum ParameterSink: Sendable {
  /// The gradient of each, in a flat buffer of their layout.
  case gradients(Matrix)
  /// Sums over the rows, from which K-FAC's factors are made.
  case statistics(KroneckerSums)

  /// Takes in one linear map, given its inputs [R, in] and dL/dy [R, out].
  func take(
    weight: ParameterLayout.Slot, bias: ParameterLayout.Slot, x: Matrix, yGradient: Matrix
  ) {
    switch self {
    case .gradients(let gradients):
      weight.view(in: gradients).multiply(transposed: x, yGradient)
      yGradient.sumRows(into: bias.view(in: gradients))
    case .statistics(let sums):
      sums.take(bias: bias, x: x, yGradient: yGradient)
    }
  }
}
