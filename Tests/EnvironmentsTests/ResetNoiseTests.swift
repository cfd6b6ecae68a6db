import Environments
import Testing

/// The ranges are the ones that the reference states for each environment's reset.
@Suite struct ResetNoiseTests {
  /// How an array of state is distributed after a reset: around a centre, uniformly within a
  /// distance of it or normally with a standard deviation.
  struct Noise: Sendable {
    let id: String
    let array: String
    var center = 0.0
    var isNormal = false
    let scale: Double
    var component: Int?
  }

  static let noises = [
    Noise(id: "CartPole-v1", array: "state", scale: 0.05),
    Noise(id: "Acrobot-v1", array: "state", scale: 0.1),
    Noise(id: "MountainCar-v0", array: "state", center: -0.5, scale: 0.1, component: 0),
    Noise(id: "MountainCarContinuous-v0", array: "state", center: -0.5, scale: 0.1, component: 0),
    Noise(id: "Pendulum-v1", array: "state", scale: .pi, component: 0),
    Noise(id: "Pendulum-v1", array: "state", scale: 1, component: 1),
    Noise(id: "InvertedPendulum-v4", array: "qpos", scale: 0.01),
    Noise(id: "InvertedPendulum-v4", array: "qvel", scale: 0.01),
    Noise(id: "HalfCheetah-v4", array: "qpos", scale: 0.1),
    Noise(id: "HalfCheetah-v4", array: "qvel", isNormal: true, scale: 0.1),
    Noise(id: "Hopper-v4", array: "qpos", scale: 0.005, component: 0),
    Noise(id: "Hopper-v4", array: "qpos", center: 1.25, scale: 0.005, component: 1),
    Noise(id: "Hopper-v4", array: "qpos", scale: 0.005, component: 5),
    Noise(id: "Hopper-v4", array: "qvel", scale: 0.005),
  ]

  @Test(arguments: noises)
  func `states after a reset are distributed as stated`(_ noise: Noise) throws {
    let count = 2000
    let harness = try Harness(noise.id, indices: 0..<1)
    let states = try (0..<count).map { _ in
      try harness.reset()
      return try #require(harness.batch.save()[0].state[noise.array])
    }
    for component in noise.component.map({ $0..<$0 + 1 }) ?? states[0].indices {
      let values = states.map { $0[component] - noise.center }
      let mean = values.reduce(0, +) / Double(count)
      let deviation = (values.reduce(0) { $0 + $1 * $1 } / Double(count)).squareRoot()
      let expected = noise.isNormal ? noise.scale : noise.scale / 3.0.squareRoot()
      // Five standard errors: of the mean, and of the normal distribution's deviation, whose error is
      // larger than the uniform one's.
      #expect(abs(mean) < 5 * expected / Double(count).squareRoot())
      #expect(abs(deviation / expected - 1) < 5 / Double(2 * count).squareRoot())
      if !noise.isNormal {
        let bound = noise.scale * (1 + 1e-12)
        #expect(values.allSatisfy { -bound <= $0 && $0 <= bound })
      }
    }
  }
}
