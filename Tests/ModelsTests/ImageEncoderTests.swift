import Foundation
import Models
import Spaces
import Tensors
import Testing

/// Convolutions see what they should, and learn from all of it.
@Suite struct ImageEncoderTests {
  private static func layout(
    _ shape: [Int], vectors: Int = 0, isSymbolic: Bool = false
  ) -> ObservationLayout {
    let image = ObservationLayout.Field(
      "view", shape: shape, element: .uint8, isSymbolic: isSymbolic)
    // Between two vectors, so that nothing can rely on its place.
    return vectors == 0
      ? ObservationLayout([image])
      : ObservationLayout([.init("a", shape: [vectors]), image, .init("b", shape: [1])])
  }

  private func makePolicy(
    _ observation: ObservationLayout, _ encoder: String?, size: Int? = 4, cell: String? = nil,
    hasCorners: Bool = true
  ) throws -> Policy {
    var configuration = PolicyConfiguration()
    (configuration.encoder, configuration.encoderSize) = (encoder, size)
    (configuration.isRecurrent, configuration.cell) = (cell != nil, cell)
    configuration.hiddenSize = 5
    configuration.encoderActivation = .tanh
    let policy = try Policy(configuration, observation: observation, head: .categorical([3]))
    var random = RandomStream(seed: 5, purpose: .initialization)
    for slot in policy.layout.slots {
      let parameter = policy.parameter(slot)
      let deviation = slot.isVector ? 0.3 : 0.8 / Double(slot.rows).squareRoot()
      for index in 0..<parameter.count { parameter[index] = Float(deviation * random.normal()) }
      guard !hasCorners && slot.name.hasPrefix("conv") else { continue }
      // No unit comes near the corner of a rectified one, where finite differences see two slopes: some
      // are always on, the others always off.
      for index in 0..<parameter.count {
        parameter[index] = slot.isVector ? (index % 2 == 0 ? 0.7 : -0.7) : parameter[index] / 4
      }
    }
    return policy
  }

  @Test(arguments: [
    ([2, 5, 6], "3x3s1"), ([1, 7, 7], "2x3s2p1,3x2s1"), ([3, 6, 5], "2x2s2,3x2s1p1"),
  ])
  func `what convolutions give is what a sum over each place gives`(
    shape: [Int], plan: String
  ) throws {
    let policy = try makePolicy(Self.layout(shape, vectors: 2), plan)
    let rollout = makeRollout(for: policy, steps: 2, environments: 2)
    let workspace = PolicyWorkspace(policy: policy, rows: 4, sequences: 4)
    let seen = rollout.observations.rows(0..<4)
    let features = policy.features(
      seen, plan: SequencePlan(rowCount: 4), hiddenStates: rollout.hiddenStates.rows(0..<4),
      masks: rollout.masks(step: 0, environments: 0..<2).reshaped(rows: 2, columns: 1),
      in: workspace)
    for row in 0..<4 {
      // [channels][row][column], as the environment gives it.
      var image = Volume(shape) { Double(seen.images[row, $0]) / 255 }
      for (index, layer) in plan.split(separator: ",").enumerated() {
        image = try image.convolved(by: String(layer), of: policy, number: index)
      }
      let weight = try matrix("encoder/weight", of: policy)
      let bias = try matrix("encoder/bias", of: policy)
      for unit in 0..<4 {
        var sum = Double(bias[unit])
        for (place, value) in image.channelsLast.enumerated() {
          sum += value * Double(weight[place, unit])
        }
        #expect(abs(Double(features.actor[row, unit]) - tanh(sum)) < 1e-5)
      }
      #expect(features.actor.row(row).columns(4..<7).values == seen.numbers.row(row).values)
    }
  }

  private func matrix(_ name: String, of policy: Policy) throws -> Matrix {
    policy.parameter(try #require(policy.layout.slots.first { $0.name == name }))
  }

  @Test(arguments: [
    ([2, 5, 5], "3x3s1", nil), ([1, 6, 7], "2x3s2p1,3x2s1", nil), ([2, 5, 5], "2x2s2p1", "gru"),
  ])
  func `the gradient of the loss reaches every kernel`(
    shape: [Int], plan: String, cell: String?
  ) throws {
    let policy = try makePolicy(
      Self.layout(shape, vectors: 2), plan, cell: cell, hasCorners: false)
    expectGradientsMatch(policy, sequenceLength: cell == nil ? 1 : 4)
  }

  @Test func `blocks of images give what all of them together give`() throws {
    // 40 x 40 places with patches of 200 numbers: one image at a time.
    let policy = try makePolicy(Self.layout([8, 44, 44]), "2x5s1", size: 3, hasCorners: false)
    expectGradientsMatch(policy, steps: 2, environments: 2, sequenceLength: 1)
  }

  @Test func `the encoder is chosen by the image, and layers above it are left out`() throws {
    func chosen(_ shape: [Int]) throws -> [[Int]] {
      let policy = try Policy(
        PolicyConfiguration(), observation: Self.layout(shape), head: .categorical([2]))
      #expect(policy.configuration.layerCount == 0)
      #expect(!policy.layout.slots.contains { $0.name.hasPrefix("actor_") })
      return policy.layout.slots.filter { $0.name.hasSuffix("/weight") }.map(\.shape)
    }
    #expect(
      try chosen([4, 84, 84]) == [
        [256, 32], [512, 64], [576, 32], [7 * 7 * 32, 512], [512, 1], [512, 2],
      ])
    #expect(
      try chosen([4, 10, 10]) == [[36, 16], [8 * 8 * 16, 128], [128, 1], [128, 2]])
    #expect(try chosen([3, 7, 7]) == [[27, 16], [5 * 5 * 16, 128], [128, 1], [128, 2]])
  }

  @Test(arguments: [
    ("32x8s4", "leave nothing"), ("vector", "There is small"), ("nature", "cannot encode"),
    ("4x3", "is no convolution"),
    ("0x3s1", "is no convolution"), ("4x3s1p3", "is no convolution"), ("resnet", "must be one of"),
    ("16x3s1,16x3s1,16x3s1,16x3s1", "leave nothing"),
  ])
  func `an encoder that cannot be is refused`(encoder: String, reason: String) {
    let error = #expect(throws: PolicyConfigurationError.self) {
      try makePolicy(Self.layout([3, 7, 7]), encoder)
    }
    #expect(String(describing: error).contains(reason), "\(String(describing: error))")
  }

  @Test func `the bytes of a symbolic image are the numbers themselves`() throws {
    let plain = try makePolicy(Self.layout([2, 5, 5]), "3x3s1")
    let symbolic = try makePolicy(Self.layout([2, 5, 5], isSymbolic: true), "3x3s1")
    let weight = try matrix("conv_0/weight", of: symbolic)
    for index in 0..<weight.count { weight[index] /= 255 }
    let rollout = makeRollout(for: plain, steps: 1, environments: 3)
    let values = [plain, symbolic].map { policy in
      let workspace = PolicyWorkspace(policy: policy, rows: 3, sequences: 3)
      return policy.values(
        policy.features(
          recalling: KeptSteps(
            observations: rollout.observations.rows(0..<3),
            states: rollout.hiddenStates.rows(0..<3)), in: workspace), in: workspace
      ).values
    }
    #expect(zip(values[0], values[1]).allSatisfy { abs($0 - $1) < 1e-5 })
  }
}

/// Numbers with a channel, a row and a column each.
private struct Volume {
  var shape: [Int]
  var values: [Double]

  init(_ shape: [Int], _ value: (Int) -> Double) {
    self.shape = shape
    values = (0..<shape.reduce(1, *)).map(value)
  }

  subscript(channel: Int, row: Int, column: Int) -> Double {
    guard (0..<shape[1]).contains(row), (0..<shape[2]).contains(column) else { return 0 }
    return values[(channel * shape[1] + row) * shape[2] + column]
  }

  var channelsLast: [Double] {
    (0..<shape[1] * shape[2]).flatMap { place in
      (0..<shape[0]).map { values[$0 * shape[1] * shape[2] + place] }
    }
  }

  /// By the definition, with max(0, ...) after it.
  func convolved(by text: String, of policy: Policy, number: Int) throws -> Volume {
    let numbers = text.split(whereSeparator: { "xsp".contains($0) }).compactMap { Int($0) }
    let (maps, kernel, stride) = (numbers[0], numbers[1], numbers[2])
    let padding = numbers.count > 3 ? numbers[3] : 0
    func parameter(_ name: String) throws -> Matrix {
      policy.parameter(
        try #require(policy.layout.slots.first { $0.name == "conv_\(number)/\(name)" }))
    }
    let (weight, bias) = (try parameter("weight"), try parameter("bias"))
    let height = (shape[1] + 2 * padding - kernel) / stride + 1
    let width = (shape[2] + 2 * padding - kernel) / stride + 1
    return Volume([maps, height, width]) { index in
      let (map, y, x) = (index / (height * width), index / width % height, index % width)
      var sum = Double(bias[map])
      for channel in 0..<shape[0] {
        for i in 0..<kernel {
          for j in 0..<kernel {
            sum +=
              Double(weight[(i * kernel + j) * shape[0] + channel, map])
              * self[channel, y * stride + i - padding, x * stride + j - padding]
          }
        }
      }
      return max(0, sum)
    }
  }
}
