import Environments
import Tensors
import Testing

@Suite struct MuJoCoArgumentsTests {
  private func world(
    _ id: String, _ arguments: [String: String]
  ) throws -> any Environment {
    try EnvironmentRegistry.standard.find(id).environment.configured(arguments).makeEnvironment()
  }

  private func names(_ id: String, _ arguments: [String: String]) throws -> [String] {
    try world(id, arguments).observationSpace.components.map(\.name)
  }

  @Test(arguments: [
    ("HalfCheetah-v4", ["forward_reward_weight=1", "ctrl_cost_weight=0.1"]),
    ("Swimmer-v4", ["forward_reward_weight=1", "ctrl_cost_weight=0.0001"]),
    ("Hopper-v4", ["healthy_z_range=0.7,inf", "healthy_angle_range=-0.2,0.2"]),
    ("Hopper-v4", ["healthy_state_range=-100,100", "ctrl_cost_weight=0.001"]),
    ("Walker2d-v4", ["healthy_z_range=0.8,2", "healthy_angle_range=-1,1"]),
    ("Ant-v4", ["use_contact_forces=false", "contact_cost_weight=0.0005", "ctrl_cost_weight=0.5"]),
    ("Ant-v4", ["healthy_z_range=0.2,1", "contact_force_range=-1,1", "reset_noise_scale=0.1"]),
    ("Humanoid-v4", ["forward_reward_weight=1.25", "healthy_reward=5", "healthy_z_range=1,2"]),
    ("Humanoid-v4", ["terminate_when_unhealthy=true", "reset_noise_scale=0.01"]),
    ("Humanoid-v4", ["exclude_current_positions_from_observation=true"]),
    ("HumanoidStandup-v4", ["reset_noise_scale=0.01"]),
    ("InvertedDoublePendulum-v4", ["reset_noise_scale=0.1"]),
  ])
  func `arguments have Gymnasium's names and defaults`(_ id: String, _ expected: [String]) throws {
    let arguments = try EnvironmentRegistry.standard.find(id).environment.allArguments
    let defaults = Set(arguments.map { "\($0.name)=\($0.defaultValue)" })
    #expect(defaults.isSuperset(of: expected), "\(defaults)")
  }

  @Test func `an agent that sees how far it has come sees its first positions`() throws {
    let shown = ["exclude_current_positions_from_observation": "false"]
    for (id, hidden) in [
      ("HalfCheetah-v4", ["rootx"]), ("Hopper-v4", ["rootx"]), ("Walker2d-v4", ["rootx"]),
      ("Swimmer-v4", ["slider1", "slider2"]), ("Ant-v4", ["root_0", "root_1"]),
      ("Humanoid-v4", ["root_0", "root_1"]),
    ] {
      #expect(try names(id, shown) == hidden + names(id, [:]), "\(id)")
    }
  }

  @Test func `contact forces are seen by an ant that is to feel them`() throws {
    let plain = try names("Ant-v4", [:])
    let feeling = try names("Ant-v4", ["use_contact_forces": "True"])
    #expect(plain.count == 27 && feeling.count == 111)
    #expect(feeling.starts(with: plain))
    #expect(feeling[27] == "world_external_force_0" && feeling[33] == "torso_external_force_0")
  }

  @Test func `weights change the terms of the reward and nothing else`() throws {
    var random = RandomStream(seed: 1, purpose: .environment)
    var plain = try world("Walker2d-v4", ["reset_noise_scale": "0"])
    var weighted = try world(
      "Walker2d-v4",
      [
        "reset_noise_scale": "0", "forward_reward_weight": "-3", "ctrl_cost_weight": "0.5",
        "healthy_reward": "7",
      ])
    plain.reset(using: &random)
    weighted.reset(using: &random)
    let action: [Float] = [1, -0.5, 0.25, 0, 0.5, -1]
    let first = try plain.step(action.span, using: &random).reward
    let second = try weighted.step(action.span, using: &random).reward
    let squares = 1 + 0.25 + 0.0625 + 0 + 0.25 + 1
    let forward = first - 1 + 1e-3 * squares
    // Two roundings of numbers near 10.
    #expect(abs(second - (7 - 3 * forward - 0.5 * squares)) < 1e-14)
  }

  @Test func `an agent that may fall earns no healthy reward where it lies`() throws {
    var random = RandomStream(seed: 1, purpose: .environment)
    let range = ["healthy_z_range": "5,6"]
    var ending = try world("Ant-v4", range)
    var going = try world("Ant-v4", range.merging(["terminate_when_unhealthy": "false"]) { $1 })
    ending.reset(using: &random)
    going.reset(using: &random)
    let action = [Float](repeating: 0, count: 8)
    #expect(try ending.step(action.span, using: &random).outcome == .terminated)
    #expect(try going.step(action.span, using: &random).outcome == .running)
    let rewards = [ending, going].map { world in
      world.diagnostics.first { $0.key == "reward_healthy" }?.value
    }
    #expect(rewards == [[1], [0]])
  }

  @Test(arguments: [
    ("Swimmer-v4", "reset_noise_scale", "-0.1"), ("Humanoid-v4", "ctrl_cost_weight", "-1"),
    ("Ant-v4", "contact_cost_weight", "-1"), ("Walker2d-v4", "healthy_z_range", "2,1"),
    ("Reacher-v4", "reset_noise_scale", "0.1"),
  ])
  func `impossible arguments are refused`(_ id: String, _ name: String, _ value: String) throws {
    #expect(throws: EnvironmentSetupError.self) { try world(id, [name: value]) }
  }
}
