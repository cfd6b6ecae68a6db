import Tensors

/// Long short-term memory (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000),
/// with PyTorch's convention: gates in the order input, forget, candidate, output; no peepholes.
///
///     i = sigmoid(x · W_i + b_i + h · U_i + c_i),  f and o likewise
///     g = tanh(x · W_g + b_g + h · U_g + c_g)
///     c' = f * c + i * g,  h' = o * tanh(c')
///
/// The state is [h | c].
package struct LSTM: RecurrentCell {
  package static let name = "lstm"
  package static var hasGates: Bool { true }

  package let inputWeight: ParameterLayout.Slot  // [O, 4H]
  package let recurrentWeight: ParameterLayout.Slot  // [H, 4H]
  package let inputBias: ParameterLayout.Slot  // [4H]
  package let recurrentBias: ParameterLayout.Slot  // [4H]
  private let shape: CellShape

  package init(_ shape: CellShape, in layout: inout ParameterLayout) {
    self.shape = shape
    (inputWeight, recurrentWeight, inputBias, recurrentBias) = shape.appendGates(4, in: &layout)
  }

  private var size: Int { shape.hiddenSize }
  private var hidden: Range<Int> { 0..<size }
  private var memory: Range<Int> { size..<2 * size }
  package var stateParts: [StatePart] { [StatePart("h", size), StatePart("c", size)] }
  package var output: Range<Int> { hidden }
  package var linearMaps: [LinearMap] {
    shape.maps(
      input: (inputWeight, inputBias), recurrent: (recurrentWeight, recurrentBias))
  }

  package func initialize(_ parameters: Matrix, using random: inout RandomStream) {
    Orthogonal.fill(inputWeight.view(in: parameters), gain: 1, using: &random)
    Orthogonal.fill(recurrentWeight.view(in: parameters), gain: 1, using: &random)
    inputBias.view(in: parameters).fill(0)
    recurrentBias.view(in: parameters).fill(0)
    shape.memoryInit.fill(
      keeping: shape.gate(1, of: inputBias, parameters),
      renewing: shape.gate(0, of: inputBias, parameters), using: &random)
  }

  /// What a forward pass leaves, R rows packed by time.
  package final class Cache: CellCache {
    package let states: Matrix  // [R, 2H]
    let inputProduct: Matrix  // [R, 4H], x · W; a backward pass puts its gradient there
    let recurrentProduct: Matrix  // [n, 4H], h · U of the current step
    let maskedState: Matrix  // [R, 2H], the state that enters each step, masked
    let input, forget, candidate, output, squashed: Matrix  // [R, H]

    package var activations: [(name: String, output: Matrix)] {
      [("input", input), ("forget", forget), ("candidate", candidate), ("output", output)]
    }

    fileprivate init(rows: Int, sequences: Int, size: Int, in carver: inout Carver) {
      states = carver.matrix(rows: rows, columns: 2 * size)
      inputProduct = carver.matrix(rows: rows, columns: 4 * size)
      recurrentProduct = carver.matrix(rows: sequences, columns: 4 * size)
      maskedState = carver.matrix(rows: rows, columns: 2 * size)
      input = carver.matrix(rows: rows, columns: size)
      forget = carver.matrix(rows: rows, columns: size)
      candidate = carver.matrix(rows: rows, columns: size)
      output = carver.matrix(rows: rows, columns: size)
      squashed = carver.matrix(rows: rows, columns: size)
    }
  }

  /// What a backward pass needs to work in.
  package final class GradientBuffers: Sendable {
    let hidden: Matrix  // [n, H], what reaches h before the current step
    let memory: Matrix  // [n, H], what reaches c
    let transposedRecurrentWeight: Matrix  // [4H, H]
    let transposedInputWeight: Matrix  // [4H, O]

    fileprivate init(
      rows: Int, sequences: Int, inputs: Int, size: Int, in carver: inout Carver
    ) {
      hidden = carver.matrix(rows: sequences, columns: size)
      memory = carver.matrix(rows: sequences, columns: size)
      transposedRecurrentWeight = carver.matrix(rows: 4 * size, columns: size)
      transposedInputWeight = carver.matrix(rows: 4 * size, columns: inputs)
    }
  }

  package func makeCache(rows: Int, sequences: Int, in carver: inout Carver) -> Cache {
    Cache(rows: rows, sequences: sequences, size: size, in: &carver)
  }

  package func makeGradientBuffers(
    rows: Int, sequences: Int, in carver: inout Carver
  ) -> GradientBuffers {
    GradientBuffers(
      rows: rows, sequences: sequences, inputs: shape.inputs, size: size, in: &carver)
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
      product.multiply(state.columns(hidden), recurrentWeight)
      let next = cache.states.rows(rows)
      next.applyLSTMStep(
        input: cache.inputProduct.rows(rows), recurrent: product, inputBias: inputBias,
        recurrentBias: recurrentBias, memory: state.columns(memory),
        inputGate: cache.input.rows(rows), forgetGate: cache.forget.rows(rows),
        candidate: cache.candidate.rows(rows), outputGate: cache.output.rows(rows),
        squashed: cache.squashed.rows(rows))
      previous = next
    }
  }

  package func backward(
    _ x: Matrix, plan: SequencePlan, masks: Matrix, cache: Cache, outputGradient: Matrix,
    xGradient: Matrix?, buffers: GradientBuffers, parameters: Matrix, sink: ParameterSink
  ) {
    recurrentWeight.view(in: parameters).transpose(into: buffers.transposedRecurrentWeight)
    // Nobody needs the products any more.
    let gradient = cache.inputProduct
    for step in stride(from: plan.stepCount - 1, through: 0, by: -1) {
      let rows = plan.rows(ofStep: step)
      let hiddenGradient = outputGradient.rows(rows)
      let memoryGradient = buffers.memory.rows(0..<rows.count)
      let next = step + 1 < plan.stepCount ? plan.rows(ofStep: step + 1) : 0..<0
      // Sequences that go on bring their gradient back through the mask of the next step.
      let going = 0..<next.count
      if !going.isEmpty {
        hiddenGradient.rows(going).addScaledRows(
          buffers.hidden.rows(going), factors: masks.rows(next))
        memoryGradient.rows(going).scaleRows(
          by: masks.rows(next), into: memoryGradient.rows(going))
      }
      memoryGradient.rows(going.count..<rows.count).fill(0)
      hiddenGradient.applyLSTMStepGradient(
        inputGate: cache.input.rows(rows), forgetGate: cache.forget.rows(rows),
        candidate: cache.candidate.rows(rows), outputGate: cache.output.rows(rows),
        squashed: cache.squashed.rows(rows),
        memory: cache.maskedState.rows(rows).columns(memory), memoryGradient: memoryGradient,
        gradient: gradient.rows(rows))
      // The first step's state comes from the rollout, where no gradient goes.
      if step > 0 {
        buffers.hidden.rows(0..<rows.count).multiply(
          gradient.rows(rows), buffers.transposedRecurrentWeight)
      }
    }
    let all = 0..<plan.rowCount
    let steps = SequenceSteps(plan: plan, masks: masks)
    sink.take(
      weight: inputWeight, bias: inputBias, x: x, yGradient: gradient.rows(all), steps: steps)
    sink.take(
      weight: recurrentWeight, bias: recurrentBias, x: cache.maskedState.rows(all).columns(hidden),
      yGradient: gradient.rows(all), steps: steps)
    if let xGradient {
      inputWeight.view(in: parameters).transpose(into: buffers.transposedInputWeight)
      xGradient.multiply(gradient.rows(all), buffers.transposedInputWeight)
    }
  }
}
