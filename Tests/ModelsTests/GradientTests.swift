import Models
import Tensors
import Testing

@Suite struct GradientTests {
  private static let heads: [HeadConfiguration] = [
    .categorical([4]), .categorical([3, 2, 4]), .diagonalGaussian(3), .bernoulli(3),
  ]

  /// Every number of layers with every number of shared ones among them; -1 stands for all.
  private static let layers: [(layers: Int, shared: Int)] = (0...3).flatMap { layers in
    (-1...layers).map { (layers, $0) }
  }

  @Test(arguments: heads, [false, true])
  func `gradients of every head are right`(_ head: HeadConfiguration, recurrent: Bool) throws {
    expectGradientsMatch(
      try makePolicy(head, recurrent: recurrent), sequenceLength: recurrent ? 9 : 1)
  }

  @Test(arguments: layers)
  func `gradients are right for all ways to share layers, without a GRU`(
    layers: Int, shared: Int
  ) throws {
    expectGradientsMatch(
      try makePolicy(.diagonalGaussian(2), layers: layers, shared: shared), sequenceLength: 1)
  }

  @Test(arguments: layers)
  func `gradients are right for all ways to share layers, with a GRU`(
    layers: Int, shared: Int
  ) throws {
    expectGradientsMatch(
      try makePolicy(.categorical([3]), recurrent: true, layers: layers, shared: shared),
      sequenceLength: 9)
  }

  /// Nine steps make chunks of 4, 4 and 1; episodes begin inside of chunks and at their beginnings.
  @Test(arguments: [1, 2, 4, 9], heads)
  func `gradients through chunks of steps are right, with resets in the middle`(
    steps: Int, head: HeadConfiguration
  ) throws {
    expectGradientsMatch(
      try makePolicy(head, recurrent: true, layers: 1, shared: 1), sequenceLength: steps)
  }

  @Test(arguments: [(2, 17), (17, 3), (16, 16), (33, 20)])
  func `gradients are right when observations are wider or narrower than the hidden state`(
    observationSize: Int, hiddenSize: Int
  ) throws {
    for recurrent in [false, true] {
      let policy = try makePolicy(
        .categorical([2]), recurrent: recurrent, observationSize: observationSize,
        hiddenSize: hiddenSize)
      expectGradientsMatch(
        policy, steps: 4, environments: 2, sequenceLength: recurrent ? 4 : 1)
    }
  }

  /// A relu has no derivative at 0, so every unit is kept away from it: half of them always on, half
  /// always off.
  @Test(arguments: [false, true])
  func `gradients of relu layers are right`(recurrent: Bool) throws {
    let policy = try makePolicy(
      .diagonalGaussian(2), recurrent: recurrent, layers: 2, shared: 1, activation: .relu)
    for slot in policy.layout.slots where slot.name.hasPrefix("shared") || slot.name.contains("_0/")
    {
      let parameter = policy.parameter(slot)
      for index in 0..<parameter.count {
        parameter[index] = slot.isVector ? (index % 2 == 0 ? 3 : -3) : 0.2 * parameter[index]
      }
    }
    let rollout = makeRollout(for: policy, steps: 6, environments: 3)
    let loss = RandomLoss(policy, rollout, sequenceLength: recurrent ? 6 : 1)
    loss.differentiate()
    let off = policy.layout.slots.first { $0.name == "shared_0/bias" }
    let gradient = try #require(off).view(in: loss.gradient)
    for index in 0..<gradient.count { #expect((gradient[index] == 0) == (index % 2 == 1)) }
    expectGradientsMatch(policy, steps: 6, sequenceLength: recurrent ? 6 : 1)
  }
}
