import Foundation
import Models
import Tensors
import Testing

/// The cells beside the GRU: their gradients, by finite differences, with resets in mid-sequence and chunks
/// of any length; what they compute is compared with other programs by `script/reference`.
@Suite struct OwnCellTests {
  private func makePolicy(
    _ cell: String, rnn: RNNConfiguration? = nil, units: Int? = nil, observationSize: Int = 3
  ) throws -> Policy {
    var configuration = PolicyConfiguration()
    (configuration.isRecurrent, configuration.cell) = (true, cell)
    (configuration.rnn, configuration.lruUnits) = (rnn, units)
    (configuration.hiddenSize, configuration.layerCount) = (5, 1)
    let policy = try Policy(
      configuration, observationSize: observationSize, head: .categorical([3]))
    var random = RandomStream(seed: 4, purpose: .initialization)
    policy.initialize(using: &random)
    for slot in policy.layout.slots where slot.isVector && !slot.name.hasPrefix("lru/") {
      let values = policy.parameter(slot)
      for index in 0..<values.count { values[index] = Float(0.3 * random.normal()) }
    }
    // A size has no derivative at 0.
    for slot in policy.layout.slots where slot.name == "rnn/recurrent_weight" {
      let weight = policy.parameter(slot)
      for index in 0..<weight.count {
        weight[index] = weight[index] < 0 ? min(weight[index], -0.1) : max(weight[index], 0.1)
      }
    }
    return policy
  }

  @Test(arguments: ["lstm", "rnn", "mingru", "lru"], [1, 2, 4, 9])
  func `the gradient of each cell is that of its loss, through chunks of any length`(
    cell: String, sequenceLength: Int
  ) throws {
    expectGradientsMatch(try makePolicy(cell), sequenceLength: sequenceLength)
  }

  @Test(arguments: ["lstm", "rnn", "mingru", "lru"], [1, 17])
  func `observations may be wider or narrower than the state`(
    cell: String, observationSize: Int
  ) throws {
    expectGradientsMatch(
      try makePolicy(cell, observationSize: observationSize), sequenceLength: 4)
  }

  @Test func `an LRU may have more or fewer complex numbers than hidden units`() throws {
    for units in [1, 8] {
      let policy = try makePolicy("lru", units: units)
      #expect(policy.hiddenStateSize == 2 * units + 5)
      expectGradientsMatch(policy, sequenceLength: 9)
    }
  }

  @Test(
    arguments: [RNNConfiguration.Nonlinearity.tanh, .softplus],
    [(1.0, nil, true), (0.2, nil, true), (0.2, 0.8, true), (0.5, 0.6, false)]
      as [(
        Double, Double?, Bool
      )])
  func `rates that leak and Dale's law have the gradient of the loss`(
    nonlinearity: RNNConfiguration.Nonlinearity,
    kind: (leak: Double, excitatory: Double?, own: Bool)
  ) throws {
    var rnn = RNNConfiguration()
    (rnn.nonlinearity, rnn.leak) = (nonlinearity, kind.leak)
    (rnn.excitatory, rnn.connectsToSelf) = (kind.excitatory, kind.own)
    expectGradientsMatch(try makePolicy("rnn", rnn: rnn), sequenceLength: 9)
  }

  /// Stacks, memories apart and layers below, of every cell.
  @Test(
    arguments: ["gru", "lstm", "rnn", "mingru", "lru"],
    [(2, false, 0), (1, true, 0), (1, false, 2), (3, true, 1)])
  func `memories of several cells have the gradient of the loss`(
    cell: String, kind: (cells: Int, apart: Bool, layers: Int)
  ) throws {
    var configuration = PolicyConfiguration()
    (configuration.isRecurrent, configuration.cell) = (true, cell)
    (configuration.hiddenSize, configuration.layerCount) = (4, 1)
    (configuration.cellCount, configuration.separatesMemory) = (kind.cells, kind.apart)
    configuration.layersBeforeMemory = kind.layers
    let policy = try Policy(configuration, observationSize: 3, head: .categorical([3]))
    var random = RandomStream(seed: 4, purpose: .initialization)
    policy.initialize(using: &random)
    #expect(policy.sharesParameters == (!kind.apart || kind.layers > 0))
    #expect(policy.stateParts.reduce(0) { $0 + $1.size } == policy.hiddenStateSize)
    expectGradientsMatch(policy, sequenceLength: 4)
  }

  @Test func `cells are named by their places`() throws {
    var configuration = PolicyConfiguration()
    (configuration.isRecurrent, configuration.cellCount) = (true, 2)
    configuration.layersBeforeMemory = 1
    let stack = try Policy(configuration, observationSize: 3, head: .categorical([3]))
    #expect(stack.stateParts.map(\.name) == ["gru/h", "gru_1/h"])
    #expect(
      stack.layout.slots.prefix(6).map(\.name) == [
        "before_0/weight", "before_0/bias", "gru/input_weight", "gru/recurrent_weight",
        "gru/input_bias", "gru/recurrent_bias",
      ])
    (configuration.cellCount, configuration.separatesMemory) = (1, true)
    let apart = try Policy(configuration, observationSize: 3, head: .categorical([3]))
    #expect(apart.stateParts.map(\.name) == ["actor_gru/h", "critic_gru/h"])
    for slot in apart.layout.slots where slot.name.contains("_gru") {
      #expect(slot.heads == (slot.name.hasPrefix("actor") ? .actor : .critic))
    }
  }

  @Test func `the parts of a state have names and sizes`() throws {
    let parts = [
      "gru": ["h"], "lstm": ["h", "c"], "rnn": ["h"], "mingru": ["h"], "lru": ["re", "im", "y"],
    ]
    for (cell, names) in parts {
      let policy = try makePolicy(cell)
      #expect(policy.stateParts.map(\.name) == names.map { "\(cell)/\($0)" })
      #expect(policy.hiddenStateSize == 5 * names.count)
    }
  }

  @Test(arguments: ["lstm", "rnn", "mingru", "lru"])
  func `what one cell is told is refused for another`(cell: String) {
    var configuration = PolicyConfiguration()
    (configuration.isRecurrent, configuration.cell) = (true, cell)
    if cell == "rnn" { configuration.lruUnits = 3 } else { configuration.rnn = RNNConfiguration() }
    let error = #expect(throws: PolicyConfigurationError.self) { try configuration.validate() }
    #expect(
      "\(String(describing: error))".contains("are given, and the policy has another or none"))
  }

  private static let gates: [(cell: String, keeping: Int?, renewing: Int?)] = [
    ("gru", 1, nil), ("lstm", 1, 0), ("mingru", nil, 0),
  ]

  @Test(arguments: gates)
  func `gates are drawn for memories of up to so many steps`(
    cell: String, keeping: Int?, renewing: Int?
  ) throws {
    var configuration = PolicyConfiguration()
    (configuration.isRecurrent, configuration.cell) = (true, cell)
    (configuration.hiddenSize, configuration.memoryInit) = (400, .chrono(100))
    let policy = try Policy(configuration, observationSize: 2, head: .categorical([2]))
    var random = RandomStream(seed: 3, purpose: .initialization)
    policy.initialize(using: &random)
    let slot = try #require(
      policy.layout.slots.first { $0.name.hasPrefix(cell) && $0.name.hasSuffix("bias") })
    let biases = policy.parameter(slot).values
    // exp of a bias that keeps is uniform in 1...99, whose mean is 50 and whose deviation is 28.3.
    for (gate, sign) in [(keeping, Float(1)), (renewing, -1)] {
      guard let gate else { continue }
      let horizons = biases[gate * 400..<(gate + 1) * 400].map { exp(sign * $0) }
      #expect(horizons.allSatisfy { 0.999...99.001 ~= $0 })
      let mean = horizons.reduce(0, +) / 400
      #expect(abs(mean - 50) < 7)
    }
    let others = (0..<biases.count / 400).filter { $0 != keeping && $0 != renewing }
    for gate in others { #expect(biases[gate * 400..<(gate + 1) * 400].allSatisfy { $0 == 0 }) }
  }

  @Test(arguments: ["rnn", "lru"])
  func `a cell without gates has no memories to be drawn for`(cell: String) {
    var configuration = PolicyConfiguration()
    (configuration.isRecurrent, configuration.cell) = (true, cell)
    configuration.memoryInit = .chrono(10)
    #expect(throws: PolicyConfigurationError.self) { try configuration.validate() }
  }
}
