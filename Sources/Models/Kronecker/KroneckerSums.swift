import Tensors

/// The sums xᵀx and gᵀg over the rows of a pass, in a flat buffer of a layout's matrices.
package struct KroneckerSums: Sendable {
  let layout: KroneckerLayout
  let buffer: Matrix  // [1, layout.matrices.count]
  /// Room for the rows before the present ones where the layout has lags, else without columns; [R, n].
  let predecessors: Matrix

  /// - Parameter predecessors: see ``predecessorWidth(in:)``.
  package init(layout: KroneckerLayout, buffer: Matrix, predecessors: Matrix) {
    self.layout = layout
    self.buffer = buffer
    self.predecessors = predecessors
  }

  /// The number of columns that ``predecessors`` needs.
  package static func predecessorWidth(in layout: KroneckerLayout) -> Int {
    layout.factors.lazy.filter { $0.lag != nil }.map(\.order).max() ?? 0
  }

  /// Takes in the linear map of these parameters; x is nil for a bias alone.
  ///
  /// - Parameter isContinuing: whether rows of the same pass came before, which these are added to.
  func take(
    weight: ParameterLayout.Slot?, bias: ParameterLayout.Slot?, x: Matrix?, yGradient: Matrix,
    steps: SequenceSteps? = nil, isContinuing: Bool = false
  ) {
    let layer = layout.layers.first {
      $0.weight?.offset == weight?.offset && $0.bias?.offset == bias?.offset
    }
    guard let layer else {
      preconditionFailure("the layout is another policy's")
    }
    if let x, let inputs = layer.inputs {
      takeMoments(of: x, inputs, isContinuing: isContinuing)
      if let lag = inputs.lag, let steps { takeLag(of: x, lag, steps) }
    }
    takeMoments(of: yGradient, layer.outputs, isContinuing: isContinuing)
    if let lag = layer.outputs.lag, let steps { takeLag(of: yGradient, lag, steps) }
  }

  /// A factor of one more row than there are columns has a last one that is always 1.
  private func takeMoments(of x: Matrix, _ factor: KroneckerFactor, isContinuing: Bool) {
    let sum = factor.matrix.view(in: buffer)
    let width = 0..<x.columns
    let moments = sum.rows(width).columns(width)
    if isContinuing {
      moments.multiply(transposed: x, x, accumulating: true)
    } else {
      moments.multiply(gramOf: x)
    }
    guard factor.order > x.columns else { return }
    let last = sum.row(x.columns)
    x.sumRows(into: last.columns(width), accumulating: isContinuing)
    last[x.columns] = Float(x.rows) + (isContinuing ? last[x.columns] : 0)
    for column in width { sum[column, x.columns] = last[column] }
  }

  /// The sum of x_{t-1}ᵀ x_t, where a step that begins an episode has no predecessor.
  private func takeLag(of x: Matrix, _ lag: KroneckerFactor.Lag, _ steps: SequenceSteps) {
    let sum = lag.matrix.view(in: buffer)
    let width = 0..<x.columns
    let plan = steps.plan
    let later = plan.sequenceCount..<plan.rowCount
    guard !later.isEmpty else { return sum.fill(0) }
    let (predecessors, masks) = (predecessors.columns(width), steps.masks)
    for step in 1..<plan.stepCount {
      let (before, rows) = (plan.rows(ofStep: step - 1), plan.rows(ofStep: step))
      x.rows(before.prefix(rows.count)).scaleRows(
        by: masks.rows(rows), into: predecessors.rows(rows))
    }
    let (earlier, x, continuing) = (predecessors.rows(later), x.rows(later), masks.rows(later))
    sum.rows(width).columns(width).multiply(transposed: earlier, x)
    guard sum.rows > x.columns else { return }
    // The products with the last input, which is always 1.
    let last = sum.row(x.columns)
    earlier.sumRows(into: last.columns(width))
    for column in width { sum[column, x.columns] = last[column] }
    last.columns(width).multiply(transposed: continuing, x)
    continuing.sumRows(into: last.columns(x.columns..<sum.columns))
  }
}
