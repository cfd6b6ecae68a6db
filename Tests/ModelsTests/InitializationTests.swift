import Foundation
import Models
import Tensors
import Testing

/// The original work's initialisation: orthogonal weights with the gains below, and zeros.
@Suite struct InitializationTests {
  private func makeInitialized(_ head: HeadConfiguration, recurrent: Bool = false) throws -> Policy
  {
    let policy = try makePolicy(
      head, recurrent: recurrent, layers: 2, shared: 1, observationSize: 7, hiddenSize: 10)
    var random = RandomStream(seed: 1, purpose: .initialization)
    policy.initialize(using: &random)
    return policy
  }

  /// Expects the vectors along the shorter side to be orthogonal and as long as the gain.
  private func expectOrthogonal(_ matrix: Matrix, gain: Double, _ name: String) {
    let isWide = matrix.columns >= matrix.rows
    let vectors = (0..<min(matrix.rows, matrix.columns)).map { index in
      (0..<max(matrix.rows, matrix.columns)).map { other in
        Double(isWide ? matrix[index, other] : matrix[other, index])
      }
    }
    for (i, first) in vectors.enumerated() {
      for (j, second) in vectors.enumerated() {
        let product = zip(first, second).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(abs(product - (i == j ? gain * gain : 0)) < 1e-5, "\(name)")
      }
    }
  }

  private static let gains: [(head: HeadConfiguration, gain: Double)] = [
    (.categorical([4]), 0.01), (.categorical([2, 3]), 0.01), (.diagonalGaussian(3), 1),
    (.bernoulli(3), 1),
  ]

  @Test(arguments: gains)
  func `weights are orthogonal with the gain of their layer, all else is zero`(
    head: HeadConfiguration, gain: Double
  ) throws {
    for recurrent in [false, true] {
      let policy = try makeInitialized(head, recurrent: recurrent)
      for slot in policy.layout.slots {
        let parameter = policy.parameter(slot)
        if slot.isVector {
          #expect(parameter.values.allSatisfy { $0 == 0 }, "\(slot.name)")
          continue
        }
        // A GRU's three gates are one matrix.
        let expected =
          slot.name.hasPrefix("gru/")
          ? 1 : slot.name.hasPrefix("action/") ? gain : Double(2).squareRoot()
        expectOrthogonal(parameter, gain: expected, slot.name)
      }
    }
  }

  @Test func `parameters depend on every bit of the seed, and on nothing else`() throws {
    let policy = try makePolicy(.categorical([2]), recurrent: true)
    func parameters(_ seed: UInt64) -> [Float] {
      var random = RandomStream(seed: seed, purpose: .initialization)
      policy.initialize(using: &random)
      return policy.parameters.values
    }
    let first = parameters(1)
    #expect(parameters(1).elementsEqual(first))
    for bit in 0..<64 {
      #expect(!parameters(1 ^ 1 << bit).elementsEqual(first), "bit \(bit)")
    }
  }

  @Test func `sizes are those of the configuration`() throws {
    let policy = try makeInitialized(.diagonalGaussian(3), recurrent: true)
    let shapes = Dictionary(
      uniqueKeysWithValues: policy.layout.slots.map { ($0.name, $0.shape) })
    #expect(
      shapes == [
        "gru/input_weight": [7, 30], "gru/recurrent_weight": [10, 30], "gru/input_bias": [30],
        "gru/recurrent_bias": [30], "shared_0/weight": [10, 10], "shared_0/bias": [10],
        "actor_0/weight": [10, 10], "actor_0/bias": [10], "critic_0/weight": [10, 10],
        "critic_0/bias": [10], "value/weight": [10, 1], "value/bias": [1],
        "action/weight": [10, 3], "action/bias": [3], "action/log_standard_deviation": [3],
      ])
    #expect(policy.layout.parameterCount == shapes.values.reduce(0) { $0 + $1.reduce(1, *) })
    #expect(policy.hiddenStateSize == 10)
  }

  @Test(arguments: [(-1, 0, 4), (2, 3, 4), (2, -2, 4), (2, 0, 0)])
  func `sizes that cannot be built are refused`(layers: Int, shared: Int, hiddenSize: Int) {
    #expect(throws: PolicyConfigurationError.self) {
      try makePolicy(
        .categorical([2]), layers: layers, shared: shared, hiddenSize: hiddenSize)
    }
  }
}
