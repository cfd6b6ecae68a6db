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

/// The sums xᵀx and gᵀg over the rows of a pass, in a flat buffer of a layout's matrices.
package struct KroneckerSums: Sendable {
  let layout: KroneckerLayout
  let buffer: Matrix  // [1, layout.matrices.count]

  package init(layout: KroneckerLayout, buffer: Matrix) {
    self.layout = layout
    self.buffer = buffer
  }

  /// Takes in the linear map with this bias; x is nil for a bias alone.
  func take(bias: ParameterLayout.Slot, x: Matrix?, yGradient: Matrix) {
    guard let layer = layout.layers.first(where: { $0.bias.offset == bias.offset }) else {
      preconditionFailure("the layout is another policy's")
    }
    if let x, let inputs = layer.inputs {
      let sum = inputs.matrix.view(in: buffer)
      let width = 0..<x.columns
      sum.rows(width).columns(width).multiply(transposed: x, x)
      if inputs.order > x.columns {
        let last = sum.row(x.columns)
        x.sumRows(into: last.columns(width))
        last[x.columns] = Float(x.rows)
        for column in width { sum[column, x.columns] = last[column] }
      }
    }
    layer.outputs.matrix.view(in: buffer).multiply(transposed: yGradient, yGradient)
  }
}
