import Models
import Tensors
import Testing

/// Whatever a cell's state is made of, the layers above read its output and the rollout keeps the whole.
@Suite(.serialized) struct CellTests {
  init() { Cells.register(TwoPartCell.self) }

  private func makePolicy(sharing shared: Int) throws -> Policy {
    var configuration = PolicyConfiguration()
    configuration.isRecurrent = true
    configuration.cell = TwoPartCell.name
    (configuration.hiddenSize, configuration.sharedLayerCount) = (5, shared)
    let policy = try Policy(configuration, observationSize: 3, head: .categorical([3]))
    var random = RandomStream(seed: 3, purpose: .initialization)
    policy.initialize(using: &random)
    return policy
  }

  @Test(arguments: [(9, 0), (4, 1)])
  func `a cell whose output is the second half of its state has the gradient of its loss`(
    sequenceLength: Int, shared: Int
  ) throws {
    let policy = try makePolicy(sharing: shared)
    #expect(policy.hiddenStateSize == 10)
    expectGradientsMatch(policy, sequenceLength: sequenceLength)
  }

  @Test func `a cell that nobody registered is refused by name`() {
    var configuration = PolicyConfiguration()
    (configuration.isRecurrent, configuration.cell) = (true, "nothing")
    let error = #expect(throws: PolicyConfigurationError.self) {
      try Policy(configuration, observationSize: 3, head: .categorical([3]))
    }
    #expect("\(String(describing: error))".contains("cell is 'nothing'; it must be one of gru"))
  }

  @Test func `parameters know the heads that they serve`() throws {
    let policy = try makePolicy(sharing: 1)
    for slot in policy.layout.slots {
      let heads: HeadSet =
        switch slot.name.split(separator: "/")[0] {
        case "critic_0", "value": .critic
        case "actor_0", "action": .actor
        default: .both
        }
      #expect(slot.heads == heads, "\(slot.name)")
    }
  }
}

/// m' = 0.7 m + 0.3 tanh(x · W + h · U + b), h' = tanh(m'), and [m | h] is the state.
struct TwoPartCell: RecurrentCell {
  static let name = "two-part"
  private let inputWeight, recurrentWeight, bias, recurrentBias: ParameterLayout.Slot
  private let size: Int

  init(_ shape: CellShape, in layout: inout ParameterLayout) {
    let hiddenSize = shape.hiddenSize
    size = hiddenSize
    inputWeight = layout.appendMatrix("two-part/w", rows: shape.inputs, columns: hiddenSize)
    recurrentWeight = layout.appendMatrix("two-part/u", rows: hiddenSize, columns: hiddenSize)
    bias = layout.appendVector("two-part/b", count: hiddenSize)
    recurrentBias = layout.appendVector("two-part/c", count: hiddenSize)
  }

  var stateParts: [StatePart] { [StatePart("m", size), StatePart("h", size)] }
  var output: Range<Int> { size..<2 * size }
  var linearMaps: [LinearMap] {
    [
      LinearMap("two-part/input", weight: inputWeight, bias: bias, followsTime: true),
      LinearMap(
        "two-part/recurrent", weight: recurrentWeight, bias: recurrentBias, followsTime: true),
    ]
  }

  func initialize(_ parameters: Matrix, using random: inout RandomStream) {
    for slot in [inputWeight, recurrentWeight] {
      Orthogonal.fill(slot.view(in: parameters), gain: 1, using: &random)
    }
  }

  final class Cache: CellCache {
    let states, masked, squashed: Matrix
    init(rows: Int, size: Int, in carver: inout Carver) {
      states = carver.matrix(rows: rows, columns: 2 * size)
      masked = carver.matrix(rows: rows, columns: 2 * size)
      squashed = carver.matrix(rows: rows, columns: size)
    }
    var activations: [(name: String, output: Matrix)] { [] }
  }

  final class GradientBuffers: Sendable {
    let sums, carry, product, inputProduct: Matrix
    init(rows: Int, sequences: Int, inputs: Int, size: Int, in carver: inout Carver) {
      sums = carver.matrix(rows: rows, columns: size)
      carry = carver.matrix(rows: sequences, columns: 2 * size)
      product = carver.matrix(rows: size, columns: size)
      inputProduct = carver.matrix(rows: size, columns: inputs)
    }
  }

  func makeCache(rows: Int, sequences: Int, in carver: inout Carver) -> Cache {
    Cache(rows: rows, size: size, in: &carver)
  }

  func makeGradientBuffers(
    rows: Int, sequences: Int, in carver: inout Carver
  ) -> GradientBuffers {
    GradientBuffers(
      rows: rows, sequences: sequences, inputs: inputWeight.rows, size: size, in: &carver)
  }

  func forward(
    _ x: Matrix, plan: SequencePlan, initialState: Matrix, masks: Matrix, cache: Cache,
    parameters: Matrix
  ) {
    var previous = initialState
    for step in 0..<plan.stepCount {
      let rows = plan.rows(ofStep: step)
      let (masked, squashed) = (cache.masked.rows(rows), cache.squashed.rows(rows))
      previous.rows(0..<rows.count).scaleRows(by: masks.rows(rows), into: masked)
      squashed.multiply(x.rows(rows), inputWeight.view(in: parameters))
      squashed.multiply(
        masked.columns(output), recurrentWeight.view(in: parameters), accumulating: true)
      let states = cache.states.rows(rows)
      for row in 0..<rows.count {
        for unit in 0..<size {
          squashed[row, unit] +=
            bias.view(in: parameters)[unit] + recurrentBias.view(in: parameters)[unit]
        }
      }
      squashed.applyTanh()
      for row in 0..<rows.count {
        for unit in 0..<size {
          let memory = 0.7 * masked[row, unit] + 0.3 * squashed[row, unit]
          states[row, unit] = memory
          states[row, size + unit] = memory.hyperbolicTangent
        }
      }
      previous = states
    }
  }

  func backward(
    _ x: Matrix, plan: SequencePlan, masks: Matrix, cache: Cache, outputGradient: Matrix,
    xGradient: Matrix?, buffers: GradientBuffers, parameters: Matrix, sink: ParameterSink
  ) {
    recurrentWeight.view(in: parameters).transpose(into: buffers.product)
    for step in stride(from: plan.stepCount - 1, through: 0, by: -1) {
      let rows = plan.rows(ofStep: step)
      let following = step + 1 < plan.stepCount ? plan.rows(ofStep: step + 1) : 0..<0
      let sums = buffers.sums.rows(rows)
      for (row, place) in rows.enumerated() {
        for unit in 0..<size {
          var (memory, hidden) = (Float(0), outputGradient[place, unit])
          if row < following.count {
            let mask = masks[following.lowerBound + row]
            memory = mask * buffers.carry[row, unit]
            hidden += mask * buffers.carry[row, size + unit]
          }
          let output = cache.states[place, size + unit]
          memory += hidden * (1 - output * output)
          let squashed = cache.squashed[place, unit]
          sums[row, unit] = 0.3 * memory * (1 - squashed * squashed)
          buffers.carry[row, unit] = 0.7 * memory
        }
      }
      buffers.carry.rows(0..<rows.count).columns(output).multiply(sums, buffers.product)
    }
    let all = 0..<plan.rowCount
    let steps = SequenceSteps(plan: plan, masks: masks)
    sink.take(
      weight: inputWeight, bias: bias, x: x, yGradient: buffers.sums.rows(all), steps: steps)
    sink.take(
      weight: recurrentWeight, bias: recurrentBias, x: cache.masked.rows(all).columns(output),
      yGradient: buffers.sums.rows(all), steps: steps)
    if let xGradient {
      inputWeight.view(in: parameters).transpose(into: buffers.inputProduct)
      xGradient.multiply(buffers.sums.rows(all), buffers.inputProduct)
    }
  }
}

extension Float {
  fileprivate var hyperbolicTangent: Float {
    let grown = (2 * self).exponential
    return (grown - 1) / (grown + 1)
  }
}
