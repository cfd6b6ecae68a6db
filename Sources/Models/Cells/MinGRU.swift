import Tensors

/// The minimal gated unit of Feng et al. 2024 (arXiv 2410.01201, section 3.1) in its plain form. Its gate
/// and its candidate do not see the state, so that nothing but an elementwise pass waits for the step
/// before.
///
///     z = sigmoid(x · W_z + b_z)
///     n = x · W_n + b_n
///     h' = (1 - z) * h + z * n
///
/// Here z weighs the candidate, where in the ``GRU`` it weighs the old state.
package struct MinGRU: RecurrentCell {
  package static let name = "mingru"
  package static var hasGates: Bool { true }

  package let weight: ParameterLayout.Slot  // [O, 2H], W_z and W_n side by side
  package let bias: ParameterLayout.Slot  // [2H]
  private let shape: CellShape

  package init(_ shape: CellShape, in layout: inout ParameterLayout) {
    self.shape = shape
    weight = layout.appendMatrix(
      "\(shape.name)/weight", rows: shape.inputs, columns: 2 * shape.hiddenSize)
    bias = layout.appendVector("\(shape.name)/bias", count: 2 * shape.hiddenSize)
  }

  private var size: Int { shape.hiddenSize }
  package var stateParts: [StatePart] { [StatePart("h", size)] }
  package var output: Range<Int> { 0..<size }
  package var linearMaps: [LinearMap] {
    [LinearMap("\(shape.name)/input", weight: weight, bias: bias, followsTime: true)]
  }

  package func initialize(_ parameters: Matrix, using random: inout RandomStream) {
    Orthogonal.fill(weight.view(in: parameters), gain: 1, using: &random)
    bias.view(in: parameters).fill(0)
    // The gate lets the new in.
    shape.memoryInit.fill(renewing: shape.gate(0, of: bias, parameters), using: &random)
  }

  /// What a forward pass leaves, R rows packed by time.
  package final class Cache: CellCache {
    package let states: Matrix  // [R, H]
    let sums: Matrix  // [R, 2H], x · W; a backward pass puts its gradient there
    let maskedState: Matrix  // [R, H], the state that enters each step, masked
    let update, candidate: Matrix  // [R, H]

    package var activations: [(name: String, output: Matrix)] {
      [("update", update), ("candidate", candidate)]
    }

    fileprivate init(rows: Int, size: Int, in carver: inout Carver) {
      states = carver.matrix(rows: rows, columns: size)
      sums = carver.matrix(rows: rows, columns: 2 * size)
      maskedState = carver.matrix(rows: rows, columns: size)
      update = carver.matrix(rows: rows, columns: size)
      candidate = carver.matrix(rows: rows, columns: size)
    }
  }

  /// What a backward pass needs to work in.
  package final class GradientBuffers: Sendable {
    let state: Matrix  // [n, H], what reaches the state before the current step
    let transposedWeight: Matrix  // [2H, O]

    fileprivate init(sequences: Int, inputs: Int, size: Int, in carver: inout Carver) {
      state = carver.matrix(rows: sequences, columns: size)
      transposedWeight = carver.matrix(rows: 2 * size, columns: inputs)
    }
  }

  package func makeCache(rows: Int, sequences: Int, in carver: inout Carver) -> Cache {
    Cache(rows: rows, size: size, in: &carver)
  }

  package func makeGradientBuffers(
    rows: Int, sequences: Int, in carver: inout Carver
  ) -> GradientBuffers {
    GradientBuffers(sequences: sequences, inputs: shape.inputs, size: size, in: &carver)
  }

  package func forward(
    _ x: Matrix, plan: SequencePlan, initialState: Matrix, masks: Matrix, cache: Cache,
    parameters: Matrix
  ) {
    cache.sums.rows(0..<plan.rowCount).multiply(x, weight.view(in: parameters))
    let bias = bias.view(in: parameters)
    var previous = initialState
    for step in 0..<plan.stepCount {
      let rows = plan.rows(ofStep: step)
      let next = cache.states.rows(rows)
      next.applyMixStep(
        sum: cache.sums.rows(rows), bias: bias, update: cache.update.rows(rows),
        candidate: cache.candidate.rows(rows), previous: previous, masks: masks.rows(rows),
        state: cache.maskedState.rows(rows))
      previous = next
    }
  }

  package func backward(
    _ x: Matrix, plan: SequencePlan, masks: Matrix, cache: Cache, outputGradient: Matrix,
    xGradient: Matrix?, buffers: GradientBuffers, parameters: Matrix, sink: ParameterSink
  ) {
    for step in stride(from: plan.stepCount - 1, through: 0, by: -1) {
      let rows = plan.rows(ofStep: step)
      let next = step + 1 < plan.stepCount ? plan.rows(ofStep: step + 1) : 0..<0
      outputGradient.rows(rows).applyMixStepGradient(
        update: cache.update.rows(rows), candidate: cache.candidate.rows(rows),
        state: cache.maskedState.rows(rows), masks: masks.rows(next),
        sumGradient: cache.sums.rows(rows), carry: buffers.state.rows(0..<rows.count))
    }
    let gradient = cache.sums.rows(0..<plan.rowCount)
    sink.take(
      weight: weight, bias: bias, x: x, yGradient: gradient,
      steps: SequenceSteps(plan: plan, masks: masks))
    if let xGradient {
      weight.view(in: parameters).transpose(into: buffers.transposedWeight)
      xGradient.multiply(gradient, buffers.transposedWeight)
    }
  }
}
