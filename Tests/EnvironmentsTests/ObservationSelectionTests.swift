import Environments
import Testing

@Suite struct ObservationSelectionTests {
  /// The components that each environment shows without velocities.
  private static let visible: [(id: String, components: [Int])] = [
    ("CartPoleNoVel-v1", [0, 2]), ("PendulumNoVel-v1", [0, 1]),
    ("InvertedPendulumNoVel-v4", [0, 1]), ("HalfCheetahNoVel-v4", Array(0..<8)),
    ("HopperNoVel-v4", Array(0..<5)), ("ReacherNoVel-v4", [0, 1, 2, 3, 4, 5, 8, 9, 10]),
    ("InvertedDoublePendulumNoVel-v4", [0, 1, 2, 3, 4, 8, 9, 10]),
    ("HumanoidNoVel-v4", Array(0..<22) + Array(45..<185) + Array(269..<376)),
  ]

  @Test(arguments: visible)
  func `velocities are hidden and nothing else changes`(
    _ id: String, _ components: [Int]
  ) throws {
    let whole = try Harness(id.replacing("NoVel", with: ""), indices: 0..<2)
    let partial = try Harness(id, indices: 0..<2)
    func checkRows() {
      for row in 0..<2 {
        let all = whole.rows.observations.row(row).values
        #expect(partial.rows.observations.row(row).values == components.map { all[$0] })
      }
    }
    try whole.reset()
    try partial.reset()
    checkRows()
    for time in 0..<80 {
      try whole.step(time: time)
      try partial.step(time: time)
      checkRows()
      #expect(whole.rows.rewards.values == partial.rows.rewards.values)
      for row in 0..<2 where whole.rows.terminated[row] == 1 {
        let all = whole.rows.finalObservations.row(row).values
        #expect(partial.rows.finalObservations.row(row).values == components.map { all[$0] })
      }
    }
    let names = whole.batch.observationSpace.components
    #expect(partial.batch.observationSpace.components == components.map { names[$0] })
  }

  @Test func `chosen components are seen in the order they are named`() throws {
    let whole = try Harness("CartPole-v1", indices: 0..<1).reset()
    let options = BatchOptions(observing: [3, 0])
    let chosen = try Harness("CartPole-v1", indices: 0..<1, options: options)
    #expect(try chosen.reset() == [whole[3], whole[0]])
    #expect(
      chosen.batch.observationSpace.components.map(\.name)
        == ["pole_angular_velocity", "cart_position"])
  }

  @Test func `components are counted in what the id shows`() throws {
    let whole = try Harness("CartPole-v1", indices: 0..<1).reset()
    let options = BatchOptions(observing: [1])
    let chosen = try Harness("CartPoleNoVel-v1", indices: 0..<1, options: options)
    #expect(try chosen.reset() == [whole[2]])
  }

  @Test(arguments: [
    (
      "CartPole-v1", [0, 4],
      "CartPole-v1's observation has no component 4; its indices are 0 to 3."
    ),
    (
      "CartPoleNoVel-v1", [2],
      "CartPoleNoVel-v1's observation has no component 2; its indices are 0 to 1."
    ),
    ("Hopper-v4", [-1], "Hopper-v4's observation has no component -1; its indices are 0 to 10."),
    (
      "CartPole-v1", [1, 0, 1],
      "Component 1 of CartPole-v1's observation is selected twice; name each index once."
    ),
    (
      "CartPole-v1", [],
      "No component of CartPole-v1's observation is selected; name at least one index."
    ),
  ])
  func `an impossible choice of components is an error`(
    _ id: String, _ components: [Int], _ message: String
  ) throws {
    let options = BatchOptions(observing: components)
    let error = try #require(throws: EnvironmentSetupError.self) {
      try Harness(id, indices: 0..<1, options: options)
    }
    #expect(error.description == message)
  }

  @Test func `positions are hidden and nothing else changes`() throws {
    let whole = try Harness("Acrobot-v1", indices: 0..<1)
    let partial = try Harness("AcrobotNoPos-v1", indices: 0..<1)
    #expect(try partial.reset() == Array(whole.reset().suffix(2)))
    for time in 0..<20 {
      try whole.step(time: time)
      try partial.step(time: time)
      #expect(partial.rows.observations.values == Array(whole.rows.observations.values.suffix(2)))
    }
    #expect(
      partial.batch.observationSpace.components.map(\.name)
        == ["angular_velocity_1", "angular_velocity_2"])
  }

  @Test func `an environment without velocities has no variant without them`() {
    let variant = Script.description().withoutVelocities
    #expect(variant.id == "ScriptNoVel-v0")
    #expect(throws: EnvironmentSetupError.notSeparable(id: "ScriptNoVel-v0", what: "velocities")) {
      try variant.spaces()
    }
  }
}
