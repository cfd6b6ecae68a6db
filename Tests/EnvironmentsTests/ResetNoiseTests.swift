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
    Noise(id: "InvertedDoublePendulum-v4", array: "qpos", scale: 0.1),
    Noise(id: "InvertedDoublePendulum-v4", array: "qvel", isNormal: true, scale: 0.1),
    Noise(id: "Reacher-v4", array: "qpos", scale: 0.1, component: 1),
    Noise(id: "Reacher-v4", array: "qvel", scale: 0.005, component: 1),
    Noise(id: "Pusher-v4", array: "qvel", scale: 0.005, component: 6),
    Noise(id: "Swimmer-v4", array: "qpos", scale: 0.1),
    Noise(id: "Swimmer-v4", array: "qvel", scale: 0.1),
    Noise(id: "Walker2d-v4", array: "qpos", center: 1.25, scale: 0.005, component: 1),
    Noise(id: "Walker2d-v4", array: "qvel", scale: 0.005),
    Noise(id: "Ant-v4", array: "qpos", scale: 0.1, component: 14),
    Noise(id: "Ant-v4", array: "qvel", isNormal: true, scale: 0.1),
    Noise(id: "Humanoid-v4", array: "qpos", center: 1.4, scale: 0.01, component: 2),
    Noise(id: "Humanoid-v4", array: "qvel", scale: 0.01),
    Noise(id: "HumanoidStandup-v4", array: "qpos", center: 0.105, scale: 0.01, component: 2),
    Noise(id: "HumanoidStandup-v4", array: "qvel", scale: 0.01),
  ]

  @Test func `targets and pucks lie all over the places that they may lie in`() throws {
    let reacher = try Harness("Reacher-v4", indices: 0..<1)
    let pusher = try Harness("Pusher-v4", indices: 0..<1)
    var targets = [(x: Double, y: Double)]()
    var pucks = targets
    for _ in 0..<2000 {
      try reacher.reset()
      try pusher.reset()
      let target = try #require(reacher.batch.save()[0].state?["qpos"])
      let puck = try #require(pusher.batch.save()[0].state?["qpos"])
      targets.append((target[2], target[3]))
      pucks.append((puck[7], puck[8]))
    }
    // A disc of radius 0.2; a rectangle of 0.3 by 0.4 without its part within 0.17 of the goal.
    #expect(targets.allSatisfy { $0.x * $0.x + $0.y * $0.y < 0.04 })
    #expect(pucks.allSatisfy { -0.3 <= $0.x && $0.x <= 0 && abs($0.y) <= 0.2 })
    #expect(pucks.allSatisfy { $0.x * $0.x + $0.y * $0.y > 0.17 * 0.17 })
    // Quarters of a disc are equally likely, and so are the rectangle's halves: five standard errors.
    let error = (0.25 * 0.75 / 2000).squareRoot()
    let share = { (count: Int) in Double(count) / 2000 }
    #expect(abs(share(targets.count { $0.x > 0 && $0.y > 0 }) - 0.25) < 5 * error)
    #expect(abs(share(targets.count { $0.x < 0 && $0.y < 0 }) - 0.25) < 5 * error)
    #expect(abs(share(pucks.count { $0.y > 0 }) - 0.5) < 5 * (0.25 / 2000).squareRoot())
  }

  @Test(arguments: noises)
  func `states after a reset are distributed as stated`(_ noise: Noise) throws {
    let count = 2000
    let harness = try Harness(noise.id, indices: 0..<1)
    let states = try (0..<count).map { _ in
      try harness.reset()
      return try #require(harness.batch.save()[0].state?[noise.array])
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
