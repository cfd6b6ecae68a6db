import Foundation
import Tensors

/// The linear recurrent unit of Orvieto et al. 2023 (arXiv 2303.06349): a diagonal linear memory of U
/// complex numbers, as many as there are hidden units.
///
///     lambda = exp(-exp(nu) + i exp(theta))
///     s' = lambda * s + exp(gamma) * (x · B),  B complex
///     y = [Re s' | Im s'] · C + x · D
///
/// The state is [Re s | Im s | y]: y is what the layers above read, and nothing of the next step depends
/// on it. gamma is a parameter of its own, which begins at log sqrt(1 - |lambda|²).
package struct LRU: RecurrentCell {
  package static let name = "lru"
  /// The moduli that lambdas are drawn within, and the greatest angle.
  private static let moduli = (0.5, 0.999)
  private static let greatestAngle = Double.pi / 5

  package let nu, theta, gamma: ParameterLayout.Slot  // [U]
  package let inputWeight: ParameterLayout.Slot  // B [O, 2U], real parts before imaginary ones
  package let outputWeight: ParameterLayout.Slot  // C [2U, H]
  package let skipWeight: ParameterLayout.Slot  // D [O, H]
  private let shape: CellShape

  package init(_ shape: CellShape, in layout: inout ParameterLayout) {
    self.shape = shape
    let (name, inputs, size) = (shape.name, shape.inputs, shape.hiddenSize)
    let units = shape.configuration.lruUnits ?? size
    nu = layout.appendVector("\(name)/nu", count: units)
    theta = layout.appendVector("\(name)/theta", count: units)
    gamma = layout.appendVector("\(name)/gamma", count: units)
    inputWeight = layout.appendMatrix("\(name)/input_weight", rows: inputs, columns: 2 * units)
    outputWeight = layout.appendMatrix("\(name)/output_weight", rows: 2 * units, columns: size)
    skipWeight = layout.appendMatrix("\(name)/skip_weight", rows: inputs, columns: size)
  }

  private var units: Int { nu.count }
  private var memory: Range<Int> { 0..<2 * units }
  package var stateParts: [StatePart] {
    [StatePart("re", units), StatePart("im", units), StatePart("y", shape.hiddenSize)]
  }
  package var output: Range<Int> { 2 * units..<2 * units + shape.hiddenSize }
  package var linearMaps: [LinearMap] {
    [nu, theta, gamma].map { LinearMap($0.name, weight: nil, bias: $0, followsTime: true) }
      + [inputWeight, outputWeight, skipWeight].map {
        LinearMap($0.name, weight: $0, bias: nil, followsTime: true)
      }
  }

  package func initialize(_ parameters: Matrix, using random: inout RandomStream) {
    let (least, most) = Self.moduli
    let (nu, theta) = (nu.view(in: parameters), theta.view(in: parameters))
    let gamma = gamma.view(in: parameters)
    for unit in 0..<units {
      // Uniform on the ring between the moduli.
      let square = random.uniform() * (most * most - least * least) + least * least
      nu[unit] = Float(log(-0.5 * log(square)))
      theta[unit] = Float(log(Self.greatestAngle * max(random.uniform(), 1e-6)))
      gamma[unit] = Float(0.5 * log(1 - square))
    }
    func fill(_ slot: ParameterLayout.Slot, deviation: Double) {
      let weight = slot.view(in: parameters)
      for index in 0..<weight.count { weight[index] = Float(deviation * random.normal()) }
    }
    fill(inputWeight, deviation: 1 / Double(2 * shape.inputs).squareRoot())
    fill(outputWeight, deviation: 1 / Double(units).squareRoot())
    fill(skipWeight, deviation: 1 / Double(shape.inputs).squareRoot())
  }

  /// What a forward pass leaves, R rows packed by time.
  package final class Cache: CellCache {
    package let states: Matrix  // [R, 2U + H]
    let inputProduct: Matrix  // [R, 2U], x · B
    let maskedMemory: Matrix  // [R, 2U], the memory that enters each step, masked
    package let rotation: Matrix.Rotation

    package var activations: [(name: String, output: Matrix)] { [] }

    fileprivate init(rows: Int, units: Int, stateSize: Int, in carver: inout Carver) {
      states = carver.matrix(rows: rows, columns: stateSize)
      inputProduct = carver.matrix(rows: rows, columns: 2 * units)
      maskedMemory = carver.matrix(rows: rows, columns: 2 * units)
      rotation = Matrix.Rotation(units: units, in: &carver)
    }
  }

  /// What a backward pass needs to work in.
  package final class GradientBuffers: Sendable {
    let memory: Matrix  // [R, 2U], dL/ds' from above; then of x · B
    let carry: Matrix  // [n, 2U], what reaches the memory before the current step
    let parameters: Matrix  // [R, 3U], of nu, theta and gamma for each row
    let transposedInputWeight, transposedOutputWeight, transposedSkipWeight: Matrix

    fileprivate init(
      rows: Int, sequences: Int, units: Int, inputs: Int, size: Int, in carver: inout Carver
    ) {
      memory = carver.matrix(rows: rows, columns: 2 * units)
      carry = carver.matrix(rows: sequences, columns: 2 * units)
      parameters = carver.matrix(rows: rows, columns: 3 * units)
      transposedInputWeight = carver.matrix(rows: 2 * units, columns: inputs)
      transposedOutputWeight = carver.matrix(rows: size, columns: 2 * units)
      transposedSkipWeight = carver.matrix(rows: size, columns: inputs)
    }
  }

  package func makeCache(rows: Int, sequences: Int, in carver: inout Carver) -> Cache {
    Cache(rows: rows, units: units, stateSize: stateSize, in: &carver)
  }

  package func makeGradientBuffers(
    rows: Int, sequences: Int, in carver: inout Carver
  ) -> GradientBuffers {
    GradientBuffers(
      rows: rows, sequences: sequences, units: units, inputs: shape.inputs,
      size: shape.hiddenSize, in: &carver)
  }

  private func fill(_ rotation: Matrix.Rotation, parameters: Matrix) {
    let (nu, theta) = (nu.view(in: parameters), theta.view(in: parameters))
    let gamma = gamma.view(in: parameters)
    for unit in 0..<units {
      let (decay, phase) = (exp(nu[unit]), exp(theta[unit]))
      (rotation.decay[unit], rotation.phase[unit]) = (decay, phase)
      rotation.real[unit] = exp(-decay) * cos(phase)
      rotation.imaginary[unit] = exp(-decay) * sin(phase)
      rotation.scale[unit] = exp(gamma[unit])
    }
  }

  package func forward(
    _ x: Matrix, plan: SequencePlan, initialState: Matrix, masks: Matrix, cache: Cache,
    parameters: Matrix
  ) {
    let all = 0..<plan.rowCount
    fill(cache.rotation, parameters: parameters)
    cache.inputProduct.rows(all).multiply(x, inputWeight.view(in: parameters))
    var previous = initialState.columns(memory)
    for step in 0..<plan.stepCount {
      let rows = plan.rows(ofStep: step)
      let next = cache.states.rows(rows).columns(memory)
      next.applyRotationStep(
        cache.rotation, input: cache.inputProduct.rows(rows), previous: previous,
        masks: masks.rows(rows), state: cache.maskedMemory.rows(rows))
      previous = next
    }
    let y = cache.states.rows(all).columns(output)
    y.multiply(cache.states.rows(all).columns(memory), outputWeight.view(in: parameters))
    y.multiply(x, skipWeight.view(in: parameters), accumulating: true)
  }

  package func backward(
    _ x: Matrix, plan: SequencePlan, masks: Matrix, cache: Cache, outputGradient: Matrix,
    xGradient: Matrix?, buffers: GradientBuffers, parameters: Matrix, sink: ParameterSink
  ) {
    let all = 0..<plan.rowCount
    let steps = SequenceSteps(plan: plan, masks: masks)
    let yGradient = outputGradient.rows(all)
    outputWeight.view(in: parameters).transpose(into: buffers.transposedOutputWeight)
    buffers.memory.rows(all).multiply(yGradient, buffers.transposedOutputWeight)
    for step in stride(from: plan.stepCount - 1, through: 0, by: -1) {
      let rows = plan.rows(ofStep: step)
      let next = step + 1 < plan.stepCount ? plan.rows(ofStep: step + 1) : 0..<0
      let gradient = buffers.memory.rows(rows)
      gradient.applyRotationStepGradient(
        cache.rotation, input: cache.inputProduct.rows(rows),
        state: cache.maskedMemory.rows(rows), masks: masks.rows(next), inputGradient: gradient,
        parameterGradient: buffers.parameters.rows(rows),
        carry: buffers.carry.rows(0..<rows.count))
    }
    func take(_ slot: ParameterLayout.Slot, _ index: Int) {
      let columns = index * units..<(index + 1) * units
      sink.take(
        vector: slot, rowGradients: buffers.parameters.rows(all).columns(columns), steps: steps)
    }
    take(nu, 0)
    take(theta, 1)
    take(gamma, 2)
    let inputGradient = buffers.memory.rows(all)
    sink.take(weight: inputWeight, bias: nil, x: x, yGradient: inputGradient, steps: steps)
    sink.take(
      weight: outputWeight, bias: nil, x: cache.states.rows(all).columns(memory),
      yGradient: yGradient, steps: steps)
    sink.take(weight: skipWeight, bias: nil, x: x, yGradient: yGradient, steps: steps)
    if let xGradient {
      inputWeight.view(in: parameters).transpose(into: buffers.transposedInputWeight)
      skipWeight.view(in: parameters).transpose(into: buffers.transposedSkipWeight)
      xGradient.multiply(inputGradient, buffers.transposedInputWeight)
      xGradient.multiply(yGradient, buffers.transposedSkipWeight, accumulating: true)
    }
  }
}
