import Environments
import Tensors
import Testing

@Suite struct ActionTests {
  /// The velocity of a point mass after one step with `action`.
  private func velocity(action: Float, clips: Bool) throws -> Float {
    let pointMass = EnvironmentDescription(
      id: "PointMass-v0", summary: "Keep a mass at the origin.", maximumEpisodeSteps: nil
    ) { PointMass() }
    let harness = try Harness(
      pointMass, indices: 0..<1, options: BatchOptions(clipsActions: clips))
    try harness.reset()
    try harness.step([action])
    return harness.rows.observations[0, 1]
  }

  @Test func `actions of a box are clipped to its bounds where that is asked for`() throws {
    #expect(try velocity(action: 3, clips: true) == velocity(action: 1, clips: true))
    #expect(try velocity(action: -3, clips: true) == velocity(action: -1, clips: true))
    #expect(try velocity(action: 0.5, clips: true) == velocity(action: 0.5, clips: false))
    #expect(abs(try velocity(action: 3, clips: false) - 0.15) < 1e-6)
  }

  @Test(arguments: [
    (ActionSpace.discrete(4), 1, [0] as [Float], [3] as [Float], "discrete(4)"),
    (.box(low: [-1, -2], high: [1, 2]), 2, [-1, -2], [1, 2], "box(2)"),
    (.multiBinary(3), 3, [0, 0, 0], [1, 1, 1], "multi-binary(3)"),
    (.multiDiscrete([5, 2]), 2, [0, 0], [4, 1], "multi-discrete(5, 2)"),
  ])
  func `each kind of action has a width, bounds and a short name`(
    _ space: ActionSpace, _ width: Int, _ low: [Float], _ high: [Float], _ name: String
  ) {
    #expect(space.width == width && space.low == low && space.high == high)
    #expect(space.description == name)
  }
}
