import Tensors

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
      sum.rows(width).columns(width).multiply(gramOf: x)
      if inputs.order > x.columns {
        let last = sum.row(x.columns)
        x.sumRows(into: last.columns(width))
        last[x.columns] = Float(x.rows)
        for column in width { sum[column, x.columns] = last[column] }
      }
    }
    layer.outputs.matrix.view(in: buffer).multiply(gramOf: yGradient)
  }
}
