import Environments
import Testing

@Suite struct EnvironmentRegistryTests {
  private let registry = EnvironmentRegistry.standard

  @Test func `every environment says what it is`() throws {
    for environment in registry.environments {
      let spaces = try environment.spaces()
      let names = spaces.observation.components.map(\.name)
      #expect(Set(names).count == names.count, "\(environment.id): \(names)")
      #expect(environment.summary.hasSuffix("."))
      #expect(spaces.action.low.count == spaces.action.width)
      #expect(spaces.action.high.count == spaces.action.width)
    }
    let hopper = try registry.find("HopperNoVel-v4").environment
    #expect(hopper.maximumEpisodeSteps == 1000)
    #expect(
      try hopper.spaces().observation.components.map(\.name)
        == ["rootz", "rooty", "thigh_joint", "leg_joint", "foot_joint"])
    #expect(try hopper.spaces().action == .box(low: [-1, -1, -1], high: [1, 1, 1]))
  }

  @Test(arguments: [
    ("CartPol-v1", "CartPole-v1"), ("cartpole-v1", "CartPole-v1"), ("CartPole", "CartPole-v1"),
    ("CartPole-v0", "CartPole-v1"), ("HalfCheeta-v4", "HalfCheetah-v4"),
    ("cheetah", "HalfCheetah-v4"), ("PendulumNoVel-v4", "PendulumNoVel-v1"),
    ("hoper-v4", "Hopper-v4"),
  ])
  func `the nearest names are suggested`(_ id: String, _ expected: String) throws {
    let error = try #require(throws: EnvironmentSetupError.self) { try registry.find(id) }
    guard case .unknown(id, let nearest) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(nearest.first == expected)
    #expect(nearest.count <= 3)
  }

  @Test func `an unknown name without neighbours is an error without suggestions`() throws {
    let error = try #require(throws: EnvironmentSetupError.self) {
      try registry.find("Breakout-v5")
    }
    #expect(error.description == "There is no environment 'Breakout-v5'.")
    #expect(
      EnvironmentSetupError.unknown(id: "x", nearest: ["a", "b", "c"]).description
        == "There is no environment 'x'. Did you mean a, b or c?")
  }

  @Test(arguments: [
    ("HalfCheetah-v2", "HalfCheetah-v4"), ("Hopper-v3", "Hopper-v4"),
    ("InvertedPendulum-v2", "InvertedPendulum-v4"), ("HopperNoVel-v2", "HopperNoVel-v4"),
    ("Humanoid-v3", "Humanoid-v4"), ("Reacher-v2", "Reacher-v4"),
  ])
  func `an older version leads to the present one with a note`(
    _ id: String, _ expected: String
  ) throws {
    let found = try registry.find(id)
    #expect(found.environment.id == expected)
    #expect(found.note == "\(id) is an older version; running \(expected) instead.")
    #expect(try registry.find(expected).note == nil)
  }

  @Test func `POPGym's names lead to its tasks with a note, and to no others`() throws {
    let found = try registry.find("popgym-RepeatPreviousEasy-v0")
    #expect(found.environment.id == "RepeatPreviousEasy-v0")
    #expect(
      found.note
        == "popgym-RepeatPreviousEasy-v0 is POPGym's name of RepeatPreviousEasy-v0; running that.")
    #expect(throws: EnvironmentSetupError.self) { try registry.find("popgym-CartPole-v1") }
    #expect(throws: EnvironmentSetupError.self) {
      try EnvironmentRegistry().find("popgym-RepeatPreviousEasy-v0")
    }
  }

  @Test(arguments: ["InvertedPendulum-v3", "CartPole-v0", "Hopper-v5", "Pusher-v3"])
  func `a version that never was the same is unknown`(_ id: String) {
    #expect(throws: EnvironmentSetupError.self) { try registry.find(id) }
  }

  @Test func `an environment of one's own is found beside the others`() throws {
    var registry = EnvironmentRegistry.standard
    let pointMass = EnvironmentDescription(
      id: "PointMass-v0", summary: "Keep a mass at the origin.", maximumEpisodeSteps: 200
    ) { PointMass() }
    try registry.register(pointMass)
    try registry.register(pointMass.withoutVelocities)
    #expect(try registry.find("PointMassNoVel-v0").environment.spaces().observation.size == 1)
    #expect(throws: EnvironmentSetupError.alreadyRegistered(id: "PointMass-v0")) {
      try registry.register(pointMass)
    }
    let harness = try Harness(registry.find("PointMass-v0").environment, indices: 0..<2)
    try harness.reset()
    for time in 0..<300 { try harness.step(time: time) }
  }

  @Test func `an environment that cannot be made says why`() throws {
    let broken = EnvironmentDescription(
      id: "Broken-v0", summary: "Is not there.", maximumEpisodeSteps: nil
    ) { () throws(EnvironmentError) -> PointMass in throw EnvironmentError("no power") }
    let error = try #require(throws: EnvironmentSetupError.self) { try broken.spaces() }
    #expect(error.description == "Broken-v0 cannot be used: no power.")
  }

  @Test func `names of a megabyte are like no other, and a list of names is short`() {
    let long = String(repeating: "n", count: 1_000_000)
    #expect(NearestNames.search(long, in: [long, "name", "n"]) == [])
    #expect(NearestNames.search("name", in: [long, "nmae", "name2"]) == ["name2", "nmae"])
    #expect(
      NearestNames.list((0..<100_000).map { "n\($0)" }).hasSuffix("n38, n39 and 99960 more"))
    #expect(NearestNames.list(["a", "b"]) == "a, b")
  }

  @Test func `the edit distance counts insertions, removals and replacements`() {
    #expect(NearestNames.editDistance("", "abc") == 3)
    #expect(NearestNames.editDistance("kitten", "sitting") == 3)
    #expect(NearestNames.editDistance("same", "same") == 0)
    #expect(NearestNames.editDistance("abcd", "bcd") == 1)
  }
}
