import Foundation
import Tensors

/// A network of rates, as computational neuroscience models cortical circuits: Elman's where the leak is 1.
///
///     r' = (1 - a) r + a f(x · W + b + r · E + c),  a = dt / tau
///
/// f is tanh, relu or softplus. Without Dale's law E is U, a parameter. With it each unit excites or
/// inhibits all others,
///
///     E_ij = d_i |U_ij| m_ij
///
/// from unit i to unit j: d_i is 1 for the units that excite, which come first, and -1 for those that
/// inhibit; m_ii is 0 where units have no connections to themselves, and else m is 1 (Song, Yang and Wang
/// 2016, PLoS Comput Biol 12:e1004792, who rectify U where its size is taken here).
package struct RNN: RecurrentCell {
  package static let name = "rnn"

  package let inputWeight: ParameterLayout.Slot  // W [O, H]
  package let recurrentWeight: ParameterLayout.Slot  // U [H, H]
  package let inputBias: ParameterLayout.Slot  // b [H]
  package let recurrentBias: ParameterLayout.Slot  // c [H]
  private let shape: CellShape
  private let nonlinearity: RateNonlinearity
  private let leak: Float
  /// The number of units that excite, under Dale's law.
  package let excitatoryCount: Int?
  private let hasSelfConnections: Bool

  package init(_ shape: CellShape, in layout: inout ParameterLayout) {
    self.shape = shape
    let settings = shape.configuration.rnn ?? RNNConfiguration()
    nonlinearity = settings.nonlinearity.rate
    leak = Float(settings.leak)
    excitatoryCount = settings.excitatory.map { Int(($0 * Double(shape.hiddenSize)).rounded()) }
    hasSelfConnections = settings.connectsToSelf
    (inputWeight, recurrentWeight, inputBias, recurrentBias) = shape.appendGates(1, in: &layout)
  }

  private var size: Int { shape.hiddenSize }
  package var stateParts: [StatePart] { [StatePart("h", size)] }
  package var output: Range<Int> { 0..<size }
  package var linearMaps: [LinearMap] {
    shape.maps(
      input: (inputWeight, inputBias), recurrent: (recurrentWeight, recurrentBias))
  }

  /// d of a unit.
  package func sign(ofUnit unit: Int) -> Float {
    guard let excitatoryCount else { return 1 }
    return unit < excitatoryCount ? 1 : -1
  }

  package func initialize(_ parameters: Matrix, using random: inout RandomStream) {
    Orthogonal.fill(inputWeight.view(in: parameters), gain: 1, using: &random)
    inputBias.view(in: parameters).fill(0)
    recurrentBias.view(in: parameters).fill(0)
    let weight = recurrentWeight.view(in: parameters)
    guard let excitatoryCount else { return Orthogonal.fill(weight, gain: 1, using: &random) }
    // What excites and what inhibits a unit are as strong as each other: then the sizes, of normal numbers
    // of the variance 1 / H, leave a spectrum of a radius of about 1.
    let inhibitoryCount = size - excitatoryCount
    let balance =
      inhibitoryCount > 0 && excitatoryCount > 0
      ? Double(excitatoryCount) / Double(inhibitoryCount) : 1
    let scale = 1 / (Double(size) * max(balance, 1)).squareRoot()
    for unit in 0..<size {
      let strength = unit < excitatoryCount ? scale : scale * balance
      for other in 0..<size { weight[unit, other] = Float(strength * random.normal()) }
    }
  }

  /// What a forward pass leaves, R rows packed by time.
  package final class Cache: CellCache {
    package let states: Matrix  // [R, H]
    let sums: Matrix  // [R, H], x · W + r · E; a backward pass puts its gradient there
    let maskedState: Matrix  // [R, H], the state that enters each step, masked
    let rate: Matrix  // [R, H], f
    /// E, and what U is multiplied by to be it; nothing without Dale's law. [H, H]
    package let effectiveWeight: Matrix
    let factors: Matrix

    package var activations: [(name: String, output: Matrix)] { [("rate", rate)] }

    fileprivate init(rows: Int, size: Int, isDale: Bool, in carver: inout Carver) {
      states = carver.matrix(rows: rows, columns: size)
      sums = carver.matrix(rows: rows, columns: size)
      maskedState = carver.matrix(rows: rows, columns: size)
      rate = carver.matrix(rows: rows, columns: size)
      let width = isDale ? size : 0
      effectiveWeight = carver.matrix(rows: width, columns: width)
      factors = carver.matrix(rows: width, columns: width)
    }
  }

  /// What a backward pass needs to work in.
  package final class GradientBuffers: Sendable {
    let state: Matrix  // [n, H], what reaches the state before the current step
    let transposedRecurrentWeight: Matrix  // [H, H]
    let transposedInputWeight: Matrix  // [H, O]

    fileprivate init(sequences: Int, inputs: Int, size: Int, in carver: inout Carver) {
      state = carver.matrix(rows: sequences, columns: size)
      transposedRecurrentWeight = carver.matrix(rows: size, columns: size)
      transposedInputWeight = carver.matrix(rows: size, columns: inputs)
    }
  }

  package func makeCache(rows: Int, sequences: Int, in carver: inout Carver) -> Cache {
    Cache(rows: rows, size: size, isDale: excitatoryCount != nil, in: &carver)
  }

  package func makeGradientBuffers(
    rows: Int, sequences: Int, in carver: inout Carver
  ) -> GradientBuffers {
    GradientBuffers(sequences: sequences, inputs: shape.inputs, size: size, in: &carver)
  }

  /// E.
  private func effectiveWeight(_ cache: Cache, parameters: Matrix) -> Matrix {
    let weight = recurrentWeight.view(in: parameters)
    guard excitatoryCount != nil else { return weight }
    for unit in 0..<size {
      let sign = sign(ofUnit: unit)
      for other in 0..<size {
        let value = weight[unit, other]
        let isCut = unit == other && !hasSelfConnections
        let factor = isCut ? 0 : value < 0 ? -sign : sign
        cache.factors[unit, other] = factor
        cache.effectiveWeight[unit, other] = factor * value
      }
    }
    return cache.effectiveWeight
  }

  package func forward(
    _ x: Matrix, plan: SequencePlan, initialState: Matrix, masks: Matrix, cache: Cache,
    parameters: Matrix
  ) {
    cache.sums.rows(0..<plan.rowCount).multiply(x, inputWeight.view(in: parameters))
    let weight = effectiveWeight(cache, parameters: parameters)
    let inputBias = inputBias.view(in: parameters)
    let recurrentBias = recurrentBias.view(in: parameters)
    var previous = initialState
    for step in 0..<plan.stepCount {
      let rows = plan.rows(ofStep: step)
      let state = cache.maskedState.rows(rows)
      previous.rows(0..<rows.count).scaleRows(by: masks.rows(rows), into: state)
      let sum = cache.sums.rows(rows)
      sum.multiply(state, weight, accumulating: true)
      let next = cache.states.rows(rows)
      next.applyRateStep(
        nonlinearity, leak: leak, sum: sum, inputBias: inputBias, recurrentBias: recurrentBias,
        state: state, rate: cache.rate.rows(rows))
      previous = next
    }
  }

  package func backward(
    _ x: Matrix, plan: SequencePlan, masks: Matrix, cache: Cache, outputGradient: Matrix,
    xGradient: Matrix?, buffers: GradientBuffers, parameters: Matrix, sink: ParameterSink
  ) {
    let weight =
      excitatoryCount == nil ? recurrentWeight.view(in: parameters) : cache.effectiveWeight
    weight.transpose(into: buffers.transposedRecurrentWeight)
    let gradient = cache.sums
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
      stepGradient.applyRateStepGradient(
        nonlinearity, leak: leak, rate: cache.rate.rows(rows), sumGradient: gradient.rows(rows),
        stateGradient: state)
      // The first step's state comes from the rollout, where no gradient goes.
      if step > 0 {
        state.multiply(
          gradient.rows(rows), buffers.transposedRecurrentWeight, accumulating: true)
      }
    }
    let all = 0..<plan.rowCount
    let steps = SequenceSteps(plan: plan, masks: masks)
    sink.take(
      weight: inputWeight, bias: inputBias, x: x, yGradient: gradient.rows(all), steps: steps)
    sink.take(
      weight: recurrentWeight, bias: recurrentBias, x: cache.maskedState.rows(all),
      yGradient: gradient.rows(all), steps: steps)
    if excitatoryCount != nil { sink.scale(recurrentWeight, by: cache.factors) }
    if let xGradient {
      inputWeight.view(in: parameters).transpose(into: buffers.transposedInputWeight)
      xGradient.multiply(gradient.rows(all), buffers.transposedInputWeight)
    }
  }
}
