import Tensors

/// What a backward pass leaves for the parameters.
package enum ParameterSink: Sendable {
  /// The gradient of each, in a flat buffer of their layout.
  case gradients(Matrix)
  /// Sums over the rows, from which K-FAC's factors are made.
  case statistics(KroneckerSums)

  /// Takes in one linear map, given its inputs [R, in] and dL/dy [R, out], and how the rows follow one
  /// another if they do.
  func take(
    weight: ParameterLayout.Slot, bias: ParameterLayout.Slot, x: Matrix, yGradient: Matrix,
    steps: SequenceSteps? = nil
  ) {
    switch self {
    case .gradients(let gradients):
      weight.view(in: gradients).multiply(transposed: x, yGradient)
      yGradient.sumRows(into: bias.view(in: gradients))
    case .statistics(let sums):
      sums.take(bias: bias, x: x, yGradient: yGradient, steps: steps)
    }
  }
}

/// How rows follow one another.
struct SequenceSteps {
  let plan: SequencePlan
  /// 0 where a row begins an episode, else 1; [R, 1].
  let masks: Matrix
}
