import Tensors

/// A gated recurrent unit with PyTorch's convention: gates in the order reset, update, candidate; the
/// reset gate multiplies the recurrent part of the candidate together with its bias.
///
///     r = sigmoid(x · W_r + b_r + h · U_r + c_r)
///     z = sigmoid(x · W_z + b_z + h · U_z + c_z)
///     n = tanh(x · W_n + b_n + r * (h · U_n + c_n))
///     h' = (1 - z) * n + z * h
///
/// Before each step the state is multiplied by the step's mask: 0 where the observation begins an
/// episode, else 1.
package struct GRU: RecurrentCell {
  package static let name = "gru"
  package static var hasGates: Bool { true }

  package let inputWeight: ParameterLayout.Slot  // [O, 3H]
  package let recurrentWeight: ParameterLayout.Slot  // [H, 3H]
  package let inputBias: ParameterLayout.Slot  // [3H]
  package let recurrentBias: ParameterLayout.Slot  // [3H]

  private let shape: CellShape
  package var inputCount: Int { shape.inputs }
  package var hiddenSize: Int { shape.hiddenSize }
  package var stateParts: [StatePart] { [StatePart("h", hiddenSize)] }
  package var output: Range<Int> { 0..<hiddenSize }
  package var linearMaps: [LinearMap] {
    shape.maps(
      input: (inputWeight, inputBias), recurrent: (recurrentWeight, recurrentBias))
  }

  package init(_ shape: CellShape, in layout: inout ParameterLayout) {
    self.shape = shape
    (inputWeight, recurrentWeight, inputBias, recurrentBias) = shape.appendGates(3, in: &layout)
  }

  package func initialize(_ parameters: Matrix, using random: inout RandomStream) {
    Orthogonal.fill(inputWeight.view(in: parameters), gain: 1, using: &random)
    Orthogonal.fill(recurrentWeight.view(in: parameters), gain: 1, using: &random)
    inputBias.view(in: parameters).fill(0)
    recurrentBias.view(in: parameters).fill(0)
    shape.memoryInit.fill(keeping: shape.gate(1, of: inputBias, parameters), using: &random)
  }

  /// What a forward pass leaves, R rows packed by time.
  package final class Cache: CellCache {
    package let inputProduct: Matrix  // [R, 3H], x · W; a backward pass puts its gradient there
    package let recurrentProduct: Matrix  // [n, 3H], h · U of the current step
    package let maskedState: Matrix  // [R, H], the state that enters each step, masked
    package let reset, update, candidate: Matrix  // [R, H]
    package let candidateRecurrent: Matrix  // [R, H], h · U_n + c_n
    package let states: Matrix  // [R, H]

    package var activations: [(name: String, output: Matrix)] {
      [("reset", reset), ("update", update), ("candidate", candidate)]
    }

    fileprivate init(rows: Int, sequences: Int, hiddenSize: Int, in carver: inout Carver) {
      inputProduct = carver.matrix(rows: rows, columns: 3 * hiddenSize)
      recurrentProduct = carver.matrix(rows: sequences, columns: 3 * hiddenSize)
      maskedState = carver.matrix(rows: rows, columns: hiddenSize)
      reset = carver.matrix(rows: rows, columns: hiddenSize)
      update = carver.matrix(rows: rows, columns: hiddenSize)
      candidate = carver.matrix(rows: rows, columns: hiddenSize)
      candidateRecurrent = carver.matrix(rows: rows, columns: hiddenSize)
      states = carver.matrix(rows: rows, columns: hiddenSize)
    }
  }

  /// What a backward pass needs to work in.
  package final class GradientBuffers: Sendable {
    let recurrentProduct: Matrix  // [R, 3H]
    let state: Matrix  // [n, H], the gradient that reaches the state before the current step
    let transposedRecurrentWeight: Matrix  // [3H, H]
    let transposedInputWeight: Matrix  // [3H, O]

    fileprivate init(
      rows: Int, sequences: Int, inputs: Int, hiddenSize: Int, in carver: inout Carver
    ) {
      recurrentProduct = carver.matrix(rows: rows, columns: 3 * hiddenSize)
      state = carver.matrix(rows: sequences, columns: hiddenSize)
      transposedRecurrentWeight = carver.matrix(rows: 3 * hiddenSize, columns: hiddenSize)
      transposedInputWeight = carver.matrix(rows: 3 * hiddenSize, columns: inputs)
    }
  }

  package func makeCache(rows: Int, sequences: Int, in carver: inout Carver) -> Cache {
    Cache(rows: rows, sequences: sequences, hiddenSize: hiddenSize, in: &carver)
  }

  package func makeGradientBuffers(
    rows: Int, sequences: Int, in carver: inout Carver
  ) -> GradientBuffers {
    GradientBuffers(
      rows: rows, sequences: sequences, inputs: inputCount, hiddenSize: hiddenSize, in: &carver)
  }

  package func forward(
    _ x: Matrix, plan: SequencePlan, initialState: Matrix, masks: Matrix, cache: Cache,
    parameters: Matrix
  ) {
    // One product for the inputs of all steps; only h · U has to wait for the step before.
    cache.inputProduct.rows(0..<plan.rowCount).multiply(x, inputWeight.view(in: parameters))
    let recurrentWeight = recurrentWeight.view(in: parameters)
    let inputBias = inputBias.view(in: parameters)
    let recurrentBias = recurrentBias.view(in: parameters)
    var previous = initialState
    for step in 0..<plan.stepCount {
      let rows = plan.rows(ofStep: step)
      let state = cache.maskedState.rows(rows)
      previous.rows(0..<rows.count).scaleRows(by: masks.rows(rows), into: state)
      let product = cache.recurrentProduct.rows(0..<rows.count)
      product.multiply(state, recurrentWeight)
      let next = cache.states.rows(rows)
      next.applyGRUStep(
        input: cache.inputProduct.rows(rows), recurrent: product, inputBias: inputBias,
        recurrentBias: recurrentBias, state: state, reset: cache.reset.rows(rows),
        update: cache.update.rows(rows), candidate: cache.candidate.rows(rows),
        candidateRecurrent: cache.candidateRecurrent.rows(rows))
      previous = next
    }
  }

  package func backward(
    _ x: Matrix, plan: SequencePlan, masks: Matrix, cache: Cache, outputGradient: Matrix,
    xGradient: Matrix?, buffers: GradientBuffers, parameters: Matrix, sink: ParameterSink
  ) {
    recurrentWeight.view(in: parameters).transpose(into: buffers.transposedRecurrentWeight)
    // Nobody needs the products any more, and the buffers of a long shard are more than a cache holds.
    let inputGradient = cache.inputProduct
    for step in stride(from: plan.stepCount - 1, through: 0, by: -1) {
      let rows = plan.rows(ofStep: step)
      let stepGradient = outputGradient.rows(rows)
      if step + 1 < plan.stepCount {
        // Sequences that go on bring their gradient back through the mask of the next step.
        let next = plan.rows(ofStep: step + 1)
        stepGradient.rows(0..<next.count).addScaledRows(
          buffers.state.rows(0..<next.count), factors: masks.rows(next))
      }
      let state = buffers.state.rows(0..<rows.count)
      let recurrentGradient = buffers.recurrentProduct.rows(rows)
      stepGradient.applyGRUStepGradient(
        reset: cache.reset.rows(rows), update: cache.update.rows(rows),
        candidate: cache.candidate.rows(rows),
        candidateRecurrent: cache.candidateRecurrent.rows(rows),
        state: cache.maskedState.rows(rows), inputGradient: inputGradient.rows(rows),
        recurrentGradient: recurrentGradient, stateGradient: state)
      // The first step's state comes from the rollout, where no gradient goes.
      if step > 0 {
        state.multiply(recurrentGradient, buffers.transposedRecurrentWeight, accumulating: true)
      }
    }
    let all = 0..<plan.rowCount
    let steps = SequenceSteps(plan: plan, masks: masks)
    sink.take(
      weight: inputWeight, bias: inputBias, x: x, yGradient: inputGradient.rows(all),
      steps: steps)
    sink.take(
      weight: recurrentWeight, bias: recurrentBias, x: cache.maskedState.rows(all),
      yGradient: buffers.recurrentProduct.rows(all), steps: steps)
    if let xGradient {
      inputWeight.view(in: parameters).transpose(into: buffers.transposedInputWeight)
      xGradient.multiply(inputGradient.rows(all), buffers.transposedInputWeight)
    }
  }
}
