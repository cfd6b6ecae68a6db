import Models
import Tensors

/// A leaky recurrent network, as computational neuroscience uses it:
///
///     h' = (1 - a) h + a tanh(x · W + h · U + b),  a = dt / tau
struct LeakyCell: RecurrentCell {
  static let name = "leaky"
  /// a
  private static let leak: Float = 0.2

  private let inputWeight: ParameterLayout.Slot  // W [O, H]
  private let recurrentWeight: ParameterLayout.Slot  // U [H, H]
  private let inputBias, recurrentBias: ParameterLayout.Slot  // two parts of b, [H]

  init(_ shape: CellShape, in layout: inout ParameterLayout) {
    let (inputs, size) = (shape.inputs, shape.hiddenSize)
    inputWeight = layout.appendMatrix("leaky/input_weight", rows: inputs, columns: size)
    recurrentWeight = layout.appendMatrix("leaky/recurrent_weight", rows: size, columns: size)
    inputBias = layout.appendVector("leaky/input_bias", count: size)
    recurrentBias = layout.appendVector("leaky/recurrent_bias", count: size)
  }

  var stateParts: [StatePart] { [StatePart("h", recurrentWeight.rows)] }
  var output: Range<Int> { 0..<stateSize }
  var linearMaps: [LinearMap] {
    [
      LinearMap("leaky/input", weight: inputWeight, bias: inputBias, followsTime: true),
      LinearMap("leaky/recurrent", weight: recurrentWeight, bias: recurrentBias, followsTime: true),
    ]
  }

  func initialize(_ parameters: Matrix, using random: inout RandomStream) {
    Orthogonal.fill(inputWeight.view(in: parameters), gain: 1, using: &random)
    Orthogonal.fill(recurrentWeight.view(in: parameters), gain: 1, using: &random)
  }

  final class Cache: CellCache {
    let states, masked, rates: Matrix  // [R, H]
    var activations: [(name: String, output: Matrix)] { [("rates", rates)] }

    init(rows: Int, size: Int, in carver: inout Carver) {
      states = carver.matrix(rows: rows, columns: size)
      masked = carver.matrix(rows: rows, columns: size)
      rates = carver.matrix(rows: rows, columns: size)
    }
  }

  final class GradientBuffers: Sendable {
    let sums: Matrix  // [R, H], dL/d(x · W + h · U + b)
    let state: Matrix  // [n, H], dL/dh of the current step
    let transposed: Matrix  // Uᵀ
    let transposedInput: Matrix  // Wᵀ

    init(rows: Int, sequences: Int, inputs: Int, size: Int, in carver: inout Carver) {
      sums = carver.matrix(rows: rows, columns: size)
      state = carver.matrix(rows: sequences, columns: size)
      transposed = carver.matrix(rows: size, columns: size)
      transposedInput = carver.matrix(rows: size, columns: inputs)
    }
  }

  func makeCache(rows: Int, sequences: Int, in carver: inout Carver) -> Cache {
    Cache(rows: rows, size: stateSize, in: &carver)
  }

  func makeGradientBuffers(
    rows: Int, sequences: Int, in carver: inout Carver
  ) -> GradientBuffers {
    GradientBuffers(
      rows: rows, sequences: sequences, inputs: inputWeight.rows, size: stateSize, in: &carver)
  }

  func forward(
    _ x: Matrix, plan: SequencePlan, initialState: Matrix, masks: Matrix, cache: Cache,
    parameters: Matrix
  ) {
    cache.rates.rows(0..<plan.rowCount).multiply(x, inputWeight.view(in: parameters))
    var previous = initialState
    for step in 0..<plan.stepCount {
      let rows = plan.rows(ofStep: step)
      let (masked, rates) = (cache.masked.rows(rows), cache.rates.rows(rows))
      previous.rows(0..<rows.count).scaleRows(by: masks.rows(rows), into: masked)
      rates.multiply(masked, recurrentWeight.view(in: parameters), accumulating: true)
      rates.addBias(inputBias.view(in: parameters))
      rates.addBiasThenTanh(recurrentBias.view(in: parameters))
      previous = cache.states.rows(rows)
      previous.copy(from: masked)
      previous.blend(rates, keep: 1 - Self.leak, take: Self.leak)
    }
  }

  func backward(
    _ x: Matrix, plan: SequencePlan, masks: Matrix, cache: Cache, outputGradient: Matrix,
    xGradient: Matrix?, buffers: GradientBuffers, parameters: Matrix, sink: ParameterSink
  ) {
    recurrentWeight.view(in: parameters).transpose(into: buffers.transposed)
    for step in stride(from: plan.stepCount - 1, through: 0, by: -1) {
      let rows = plan.rows(ofStep: step)
      let gradient = outputGradient.rows(rows)
      if step + 1 < plan.stepCount {
        let next = plan.rows(ofStep: step + 1)
        gradient.rows(0..<next.count).addScaledRows(
          buffers.state.rows(0..<next.count), factors: masks.rows(next))
      }
      let sums = buffers.sums.rows(rows)
      sums.copy(from: gradient)
      sums.multiplyByTanhDerivative(output: cache.rates.rows(rows))
      sums.blend(sums, keep: Self.leak, take: 0)
      let state = buffers.state.rows(0..<rows.count)
      state.copy(from: gradient)
      state.blend(state, keep: 1 - Self.leak, take: 0)
      state.multiply(sums, buffers.transposed, accumulating: true)
    }
    let all = 0..<plan.rowCount
    let (sums, steps) = (buffers.sums.rows(all), SequenceSteps(plan: plan, masks: masks))
    sink.take(weight: inputWeight, bias: inputBias, x: x, yGradient: sums, steps: steps)
    sink.take(
      weight: recurrentWeight, bias: recurrentBias, x: cache.masked.rows(all), yGradient: sums,
      steps: steps)
    if let xGradient {
      inputWeight.view(in: parameters).transpose(into: buffers.transposedInput)
      xGradient.multiply(sums, buffers.transposedInput)
    }
  }
}
