import Environments
import Foundation
import Testing

/// What lists and recorded data say about environments.
@Suite struct RecordedQuantityTests {
  private static let ids = EnvironmentRegistry.standard.environments.map(\.id)

  private func profile(_ id: String) throws -> EnvironmentProfile {
    try EnvironmentRegistry.standard.find(id).environment.profile()
  }

  @Test(arguments: ids) func `every action has a name of its own`(id: String) throws {
    let profile = try profile(id)
    let count: Int
    if case .discrete(let choices) = profile.action {
      count = choices
    } else {
      count = profile.action.width
    }
    #expect(profile.actionLabels.count == count)
    #expect(Set(profile.actionLabels.map(\.name)).count == count)
  }

  @Test func `actions of a simulation are called like its motors, or the joints that they drive`()
    throws
  {
    #expect(
      try profile("HalfCheetah-v4").actionLabels
        == ["bthigh", "bshin", "bfoot", "fthigh", "fshin", "ffoot"])
    #expect(
      try profile("Ant-v4").actionLabels
        == [
          "hip_4", "ankle_4", "hip_1", "ankle_1", "hip_2", "ankle_2", "hip_3", "ankle_3",
        ])
    #expect(try profile("InvertedPendulum-v4").actionLabels == ["slide"])
  }

  @Test(
    arguments: [
      ("CartPole-v1", 0.02), ("Acrobot-v1", 0.2), ("Pendulum-v1", 0.05), ("MountainCar-v0", nil),
      // The model's time step times the frames of a step.
      ("HalfCheetah-v4", 0.05), ("Hopper-v4", 0.008), ("InvertedPendulum-v4", 0.04),
      ("TMaze-v0", nil), ("MorrisWaterMaze-v0", nil), ("PositionOnlyPendulumEasy-v0", 0.05),
    ] as [(String, Double?)])
  func `a step takes the time that the original says`(id: String, seconds: Double?) throws {
    let found = try profile(id).secondsPerStep
    #expect(found == nil ? seconds == nil : abs(found! - (seconds ?? -1)) < 1e-12)
  }

  @Test func `components have the units of their joints`() throws {
    func units(_ id: String) throws -> [String: String] {
      Dictionary(
        uniqueKeysWithValues: try profile(id).observation.components.map {
          ($0.name, $0.unit ?? "")
        })
    }
    let cheetah = try units("HalfCheetah-v4")
    #expect(cheetah["rootz"] == "m" && cheetah["rooty"] == "rad" && cheetah["bthigh"] == "rad")
    #expect(cheetah["rootx_velocity"] == "m/s" && cheetah["bthigh_velocity"] == "rad/s")
    let humanoid = try units("Humanoid-v4")
    // A free joint: a height, the four parts of a quaternion, and its velocities.
    #expect(humanoid["root_2"] == "m" && humanoid["root_3"] == "" && humanoid["root_6"] == "")
    #expect(humanoid["root_0_velocity"] == "m/s" && humanoid["root_3_velocity"] == "rad/s")
    #expect(humanoid["root_0_actuator_force"] == "N")
    #expect(humanoid["abdomen_z_actuator_force"] == "N m")
    #expect(try units("CartPoleNoisy-v1")["pole_angular_velocity"] == "rad/s")
    #expect(try units("Acrobot-v1")["sine_1"] == "")
  }

  @Test func `where the goal lies is a fact of an episode`() throws {
    let maze = try EnvironmentRegistry.standard.find("MorrisWaterMaze-v0").environment
    #expect(
      try maze.profile().episodeFacts.map { "\($0.label.name) \($0.size)" } == ["platform 2"])
    let quantities = try maze.profile().diagnostics
    #expect(
      quantities.map(\.label.name) == [
        "position", "heading", "on_platform", "platform", "goal_distance", "quadrant",
      ])
    #expect(quantities[1].label.unit == "rad")
    #expect(quantities[2].label.classes.map(\.meaning) == ["no", "yes"])
    #expect(quantities[2].label.classes.map(\.value) == [0, 1])
    #expect(try profile("TMaze-v0").episodeFacts.map(\.label.name) == ["goal_is_left"])
  }

  @Test(arguments: ids) func `defaults written out ask for the same`(id: String) throws {
    let registry = EnvironmentRegistry.standard
    let plain = EnvironmentConfiguration(id: id)
    let completed = try registry.completed(plain)
    let description = try registry.find(id).environment
    #expect(
      completed.arguments
        == Dictionary(
          uniqueKeysWithValues: description.allArguments.map { ($0.name, $0.defaultValue) }))
    #expect(try registry.completed(completed) == completed)
    #expect(try description.changedArguments(completed.arguments) == [:])
    let limit = try registry.environment(for: completed).maximumEpisodeSteps
    #expect(limit == description.maximumEpisodeSteps)
  }

  @Test func `one value has one form`() throws {
    let environment = try EnvironmentRegistry.standard.find("Hopper-v4").environment
    let given = [
      "healthy_reward": "1.0", "healthy_z_range": "(0.70, inf)", "terminate_when_unhealthy": "Yes",
      "max_episode_steps": "1e3", "reset_noise_scale": "0.1",
    ]
    #expect(try environment.changedArguments(given) == ["reset_noise_scale": "0.1"])
    let completed = try environment.completedArguments(given)
    #expect(completed["healthy_z_range"] == "0.7,inf" && completed["max_episode_steps"] == "1000")
    #expect(throws: EnvironmentSetupError.self) {
      try environment.completedArguments(["healthy_rewards": "1"])
    }
  }
}
