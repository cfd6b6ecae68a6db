import Environments
import Settings
import Testing

@Suite struct EnvironmentArgumentTests {
  private func environment(_ id: String) throws -> EnvironmentDescription {
    try EnvironmentRegistry.standard.find(id).environment
  }

  @Test func `an argument changes the environment, in variants too`() throws {
    let wide = try environment("HalfCheetah-v4").configured([
      "exclude_current_positions_from_observation": "False", "max_episode_steps": "3",
    ])
    #expect(try wide.spaces().observation.size == 18)
    let harness = try Harness(wide, indices: 0..<1)
    try harness.reset()
    for time in 0..<3 {
      #expect(harness.rows.truncated.values == [0])
      try harness.step(time: time)
    }
    #expect(harness.rows.truncated.values == [1])
    let narrow = try environment("HalfCheetahNoVel-v4").configured([
      "exclude_current_positions_from_observation": "no"
    ])
    #expect(try narrow.spaces().observation.size == 9)
  }

  @Test func `a reward's weight is taken`() throws {
    let free = try environment("HalfCheetah-v4").configured(["ctrl_cost_weight": "0"])
    let dear = try environment("HalfCheetah-v4").configured(["ctrl_cost_weight": "2"])
    let (first, second) = (try Harness(free, indices: 0..<1), try Harness(dear, indices: 0..<1))
    try first.reset()
    try second.reset()
    let action: [Float] = [1, 0.5, 0, -0.5, -1, 0]
    try first.step(action)
    try second.step(action)
    #expect(abs(first.rows.rewards[0] - second.rows.rewards[0] - 2 * 2.5) < 1e-5)
  }

  @Test(arguments: [
    (
      "CartPole-v1", "gravity", "9",
      "CartPole-v1 has no argument 'gravity'; it has max_episode_steps."
    ),
    (
      "Pendulum-v1", "gravity", "9",
      "Pendulum-v1 has no argument 'gravity'; it has g, max_episode_steps."
    ),
    (
      "Pendulum-v1", "g", "low",
      "Pendulum-v1's argument g cannot be 'low'; it must be a number."
    ),
    (
      "Pendulum-v1", "max_episode_steps", "0",
      "Pendulum-v1's argument max_episode_steps cannot be '0'; it must be a whole number from 1 to "
        + "1000000000, or none."
    ),
    (
      "TMaze-v0", "corridor_length", "2.5",
      "TMaze-v0's argument corridor_length cannot be '2.5'; it must be a whole number from 1 to 1000000."
    ),
    (
      "MorrisWaterMaze-v0", "ending", "never",
      "MorrisWaterMaze-v0's argument ending cannot be 'never'; it must be one of reach, stay, relocate."
    ),
    (
      "HalfCheetah-v4", "reset_noise_scale", "-1",
      "HalfCheetah-v4's argument reset_noise_scale cannot be '-1'; it must be a number from 0 upwards."
    ),
    (
      "HalfCheetah-v4", "exclude_current_positions_from_observation", "maybe",
      "HalfCheetah-v4's argument exclude_current_positions_from_observation cannot be 'maybe'; it must "
        + "be true or false."
    ),
  ])
  func `an argument that does not exist or cannot be is an error`(
    _ id: String, _ name: String, _ value: String, _ message: String
  ) throws {
    let error = try #require(throws: EnvironmentSetupError.self) {
      try environment(id).configured([name: value])
    }
    #expect(error.description == message)
  }

  @Test func `every argument takes its default as text`() throws {
    for environment in EnvironmentRegistry.standard.environments {
      let arguments = environment.allArguments
      let texts = Dictionary(uniqueKeysWithValues: arguments.map { ($0.name, $0.defaultValue) })
      let configured = try environment.configured(texts)
      #expect(try configured.spaces() == environment.spaces())
      #expect(configured.maximumEpisodeSteps == environment.maximumEpisodeSteps)
      for argument in arguments { #expect(argument.summary.hasSuffix(".")) }
    }
  }

  @Test func `ranges are read as Python writes them, and whole numbers with exponents`() {
    #expect(ClosedRange<Double>(settingText: "(0.7, inf)") == 0.7...Double.infinity)
    #expect(ClosedRange<Double>(settingText: "-1,1") == -1...1)
    #expect(ClosedRange<Double>(settingText: "1,-1") == nil)
    #expect(ClosedRange<Double>(settingText: "1") == nil)
    #expect((0.7...Double.infinity).settingText == "0.7,inf")
    #expect(Int(settingText: "1e3") == 1000)
    #expect(Int(settingText: "1.5") == nil)
    #expect(Double(settingText: "nan") == nil)
  }
}
