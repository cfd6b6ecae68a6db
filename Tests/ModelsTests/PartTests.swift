import Foundation
import Models
import Spaces
import Tensors
import Testing

/// A policy is right whatever its parts are: an encoder that learns, a cell above it, a trunk and a
/// distribution that somebody else wrote.
@Suite(.serialized) struct PartTests {
  init() {
    Encoders.register(Projection.self)
    Cells.register(TwoPartCell.self)
    Trunks.register(Bypass.self)
    ActionDistributions.register(Laplace.self)
  }

  private func makePolicy(
    encoder: String? = nil, cell: String? = nil, trunk: String? = nil, shared: Int = 0,
    layers: Int = 1, head: HeadConfiguration = .categorical([3])
  ) throws -> Policy {
    var configuration = PolicyConfiguration()
    (configuration.encoder, configuration.trunk) = (encoder, trunk)
    (configuration.isRecurrent, configuration.cell) = (cell != nil, cell)
    (configuration.hiddenSize, configuration.layerCount) = (5, layers)
    configuration.sharedLayerCount = shared
    let policy = try Policy(configuration, observationSize: 3, head: head)
    var random = RandomStream(seed: 4, purpose: .initialization)
    policy.initialize(using: &random)
    for slot in policy.layout.slots where slot.isVector {
      let values = policy.parameter(slot)
      for index in 0..<values.count { values[index] = Float(0.3 * random.normal()) }
    }
    return policy
  }

  @Test(arguments: [nil, "gru", "two-part"], [(0, 0), (1, 0), (2, 1), (2, -1)])
  func `an encoder that learns has the gradient of the loss, through whatever is above it`(
    cell: String?, layers: (all: Int, shared: Int)
  ) throws {
    let policy = try makePolicy(
      encoder: Projection.name, cell: cell, shared: layers.shared, layers: layers.all)
    #expect(policy.sharesParameters)
    expectGradientsMatch(policy, sequenceLength: cell == nil ? 1 : 4)
  }

  @Test(arguments: [nil, "gru"])
  func `a trunk of another kind has the gradient of the loss`(cell: String?) throws {
    expectGradientsMatch(
      try makePolicy(cell: cell, trunk: Bypass.name), sequenceLength: cell == nil ? 1 : 9)
  }

  @Test func `a distribution of another kind has the gradient of its loss`() throws {
    let head = try HeadConfiguration(
      for: .box(low: [-1, -1], high: [1, 1]), distribution: "laplace")
    expectGradientsMatch(try makePolicy(head: head), sequenceLength: 1)
  }

  @Test func `the entropy of a distribution is the mean of what its log-probabilities lack`() throws
  {
    let head = try HeadConfiguration(for: .box(low: [-1], high: [1]), distribution: "laplace")
    let policy = try makePolicy(head: head)
    let count = 4000
    let (arena, rows) = Arena.carve { carver in
      (
        parameters: carver.matrix(rows: count, columns: 1),
        actions: carver.matrix(rows: count, columns: 1),
        logProbabilities: carver.matrix(rows: count, columns: 1),
        entropies: carver.matrix(rows: count, columns: 1)
      )
    }
    defer { withExtendedLifetime(arena) {} }
    var streams = (0..<count).map { RandomStream(seed: 9, index: UInt32($0), purpose: .action) }
    policy.sample(
      rows.parameters, actions: rows.actions, logProbabilities: rows.logProbabilities,
      streams: &streams)
    policy.evaluate(
      rows.parameters, actions: rows.actions, logProbabilities: rows.logProbabilities,
      entropies: rows.entropies)
    let mean = -rows.logProbabilities.values.reduce(0, +) / Float(count)
    #expect(abs(mean - rows.entropies[0]) < 0.06)
  }

  @Test func `a space has its default distribution, and others only if they have its actions`()
    throws
  {
    #expect(try HeadConfiguration(for: .discrete(4)) == .categorical([4]))
    #expect(try HeadConfiguration(for: .multiDiscrete([2, 3])) == .categorical([2, 3]))
    #expect(try HeadConfiguration(for: .multiBinary(2)) == .bernoulli(2))
    let box = ActionSpace.box(low: [0, 0], high: [1, 1])
    #expect(try HeadConfiguration(for: box) == .diagonalGaussian(2))
    let error = #expect(throws: PolicyConfigurationError.self) {
      try HeadConfiguration(for: .discrete(4), distribution: "laplace")
    }
    #expect("\(String(describing: error))".contains("it must be one of categorical."))
  }

  @Test(arguments: [
    HeadConfiguration.categorical([4, 2]), .diagonalGaussian(3), .bernoulli(2),
  ])
  func `a head comes back from what a file has of it`(head: HeadConfiguration) throws {
    let data = try JSONEncoder().encode(head)
    #expect(try JSONDecoder().decode(HeadConfiguration.self, from: data) == head)
  }

  @Test(arguments: [
    "{\"unknown\":{\"_0\":[1]}}", "{}", "{\"bernoulli\":{\"_0\":[1]}}",
    "{\"categorical\":{\"_0\":[2]},\"bernoulli\":{\"_0\":2}}",
  ])
  func `a head of a file that says something else is refused`(text: String) {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(HeadConfiguration.self, from: Data(text.utf8))
    }
  }
}

/// tanh(x · W + b), four numbers.
private struct Projection: ObservationEncoder {
  static let name = "projection"
  let dense: Dense

  static func accepts(_ observation: ObservationLayout) -> Bool { true }

  init(_ observation: ObservationLayout, in layout: inout ParameterLayout) {
    dense = Dense(
      "projection", inputs: observation.size, outputs: 4, activation: .tanh, gain: 1, in: &layout)
  }

  var outputSize: Int { 4 }
  var linearMaps: [LinearMap] { [dense.linearMap] }

  func initialize(_ parameters: Matrix, using random: inout RandomStream) {
    dense.initialize(parameters, using: &random)
  }

  final class Cache: EncoderCache {
    let features: Matrix
    init(_ features: Matrix) { self.features = features }
    var outputs: [(name: String, output: Matrix)] { [("projection", features)] }
  }

  func makeCache(rows: Int, in carver: inout Carver) -> Cache {
    Cache(carver.matrix(rows: rows, columns: 4))
  }

  func makeGradientBuffers(rows: Int, in carver: inout Carver) -> Cache {
    Cache(carver.matrix(rows: 0, columns: 4))
  }

  func forward(_ observations: Observations, cache: Cache, parameters: Matrix) -> Matrix {
    let result = output(observations, cache: cache)
    dense.forward(observations.numbers, into: result, parameters: parameters)
    return result
  }

  func output(_ observations: Observations, cache: Cache) -> Matrix {
    cache.features.rows(0..<observations.rowCount)
  }

  func backward(
    _ observations: Observations, outputGradient: Matrix, cache: Cache, buffers: Cache,
    parameters: Matrix, sink: ParameterSink
  ) {
    dense.backward(
      x: observations.numbers, y: output(observations, cache: cache), yGradient: outputGradient,
      xGradient: nil, scratch: cache.features, parameters: parameters, sink: sink)
  }
}

/// No layers at all: heads read the features.
private struct Bypass: Trunk {
  static let name = "bypass"
  let sharedSize, outputSize: Int
  var linearMaps: [LinearMap] { [] }
  var sharesParameters: Bool { false }

  init(_ configuration: PolicyConfiguration, inputs: Int, in layout: inout ParameterLayout) {
    (sharedSize, outputSize) = (inputs, inputs)
  }

  final class Cache: TrunkCache {
    var outputs: [(name: String, output: Matrix)] { [] }
  }

  func initialize(_ parameters: Matrix, using random: inout RandomStream) {}
  func makeCache(rows: Int, heads: HeadSet, in carver: inout Carver) -> Cache { Cache() }
  func makeGradientBuffers(rows: Int, in carver: inout Carver) -> Cache { Cache() }

  func forwardShared(_ features: Matrix, cache: Cache, parameters: Matrix) -> Matrix { features }
  func forward(
    _ shared: Matrix, to head: HeadSet, cache: Cache, parameters: Matrix
  ) -> Matrix { shared }
  func output(_ shared: Matrix, to head: HeadSet, cache: Cache) -> Matrix { shared }
  func sharedOutput(_ features: Matrix, cache: Cache) -> Matrix { features }

  func backward(
    _ shared: Matrix, from head: HeadSet, outputGradient: Matrix, sharedGradient: Matrix?,
    accumulating: Bool, cache: Cache, buffers: Cache, parameters: Matrix, sink: ParameterSink
  ) {
    if accumulating {
      sharedGradient?.add(outputGradient)
    } else {
      sharedGradient?.copy(from: outputGradient)
    }
  }

  func backwardShared(
    _ features: Matrix, sharedGradient: Matrix, featuresGradient: Matrix?, cache: Cache,
    buffers: Cache, parameters: Matrix, sink: ParameterSink
  ) {
    featuresGradient?.copy(from: sharedGradient)
  }
}

/// log p = -|a - m| exp(-s) - s - log 2, a number each; s is a parameter.
private struct Laplace: ActionDistribution {
  static let name = "laplace"
  let logScale: ParameterLayout.Slot

  static func sizes(for space: ActionSpace) -> [Int]? {
    if case .box(let low, _) = space { [low.count] } else { nil }
  }

  init(sizes: [Int], in layout: inout ParameterLayout) {
    logScale = layout.appendVector("action/log_scale", count: sizes[0])
  }

  var actionSize: Int { logScale.count }
  var parameterSize: Int { logScale.count }
  var scratchSize: Int { logScale.count }
  var gain: Float { 1 }
  var linearMaps: [LinearMap] { [LinearMap(logScale.name, weight: nil, bias: logScale)] }

  func sample(
    _ means: Matrix, actions: Matrix, logProbabilities: Matrix, parameters: Matrix,
    streams: inout [RandomStream]
  ) {
    let scales = logScale.view(in: parameters)
    for row in 0..<means.rows {
      var logProbability: Float = 0
      for column in 0..<means.columns {
        let distance = -Float(log(1 - streams[row].uniform()))
        let sign: Float = streams[row].uniform() < 0.5 ? -1 : 1
        actions[row, column] = means[row, column] + sign * distance * exp(scales[column])
        logProbability -= distance + scales[column] + log(2)
      }
      logProbabilities[row] = logProbability
    }
  }

  func mode(_ means: Matrix, actions: Matrix) { actions.copy(from: means) }

  func evaluate(
    _ means: Matrix, actions: Matrix, logProbabilities: Matrix, entropies: Matrix,
    parameters: Matrix
  ) {
    let scales = logScale.view(in: parameters)
    for row in 0..<means.rows {
      (logProbabilities[row], entropies[row]) = (0, 0)
      for column in 0..<means.columns {
        let distance = abs(actions[row, column] - means[row, column]) * exp(-scales[column])
        logProbabilities[row] -= distance + scales[column] + log(2)
        entropies[row] += 1 + scales[column] + log(2)
      }
    }
  }

  func backward(
    _ means: Matrix, actions: Matrix, logProbabilityGradients: Matrix, entropyGradient: Float,
    into gradient: Matrix, scratch: Matrix, parameters: Matrix, sink: ParameterSink
  ) {
    let scales = logScale.view(in: parameters)
    for row in 0..<means.rows {
      let weight = logProbabilityGradients[row]
      for column in 0..<means.columns {
        let difference = (actions[row, column] - means[row, column]) * exp(-scales[column])
        gradient[row, column] = weight * (difference < 0 ? -1 : 1) * exp(-scales[column])
        scratch[row, column] = weight * (abs(difference) - 1)
      }
    }
    sink.take(bias: logScale, yGradient: scratch, constant: entropyGradient)
  }
}
