import Environments
import Foundation
import Testing

@Suite struct FailureTests {
  /// Steps environments 4 and 5 of a run, of which the second is `ahead` steps ahead of the first,
  /// until one fails.
  private func failure(
    _ events: [Script.Event], ahead: Int = 0, actions: [Float] = [0, 0, 0, 0]
  ) throws -> EnvironmentFailure? {
    let harness = try Harness(Script.description(events), indices: 4..<6)
    try harness.reset()
    var snapshots = harness.batch.save()
    snapshots[1].state?["script"]?[0] += Double(ahead)
    snapshots[1].elapsedSteps += ahead
    try harness.batch.restore(snapshots)
    return try #require(throws: EnvironmentFailure.self) {
      for _ in 0..<10 { try harness.step(actions) }
    }
  }

  private let calm = Script.Event.result(StepResult(reward: 0))

  @Test(arguments: [Double.nan, .infinity, -1e300])
  func `a reward that is not finite is reported with index and step`(_ reward: Double) throws {
    let bad = Script.Event.result(StepResult(reward: reward))
    let failure = try #require(try failure([calm, calm, bad], ahead: 1))
    #expect(failure.environmentID == "Script-v0" && failure.index == 5 && failure.step == 3)
    guard case .reward(let value) = failure.problem else {
      Issue.record("not a reward: \(failure)")
      return
    }
    #expect(value.bitPattern == reward.bitPattern)
  }

  @Test func `an observation that is not finite is reported with its component`() throws {
    let failure = try failure([calm, .observation(-.infinity)])
    #expect(
      failure
        == EnvironmentFailure(
          environmentID: "Script-v0", index: 4, step: 2,
          problem: .observation(component: "told", index: 2, value: -.infinity)))
    #expect(
      failure?.description == """
        Script-v0, environment 4, at step 2 of its episode: the observation's component 2 (told) is \
        -inf; look at the environment's step and observe
        """)
  }

  @Test func `a hidden component that is not finite is found all the same`() throws {
    let harness = try Harness(
      Script.description([.observation(.nan)]), indices: 0..<1,
      options: BatchOptions(observing: [0]))
    try harness.reset()
    let failure = try #require(throws: EnvironmentFailure.self) { try harness.step([0, 0]) }
    guard case .observation("told", 2, _) = failure.problem else {
      Issue.record("\(failure)")
      return
    }
  }

  @Test func `what an environment throws is reported with index and step`() throws {
    let failure = try failure([calm, calm, calm, .error("the rope is torn")], ahead: 2)
    #expect(
      failure?.description
        == "Script-v0, environment 5, at step 4 of its episode: the rope is torn")
  }

  @Test(arguments: [(3, Float(3)), (2, -1), (0, 0.5), (1, .nan)])
  func `an action that is none of the choices is refused`(_ place: Int, _ value: Float) throws {
    var actions: [Float] = [1, 2, 1, 2]
    actions[place] = value
    let failure = try #require(try failure([], actions: actions))
    guard case .action(let index, let found) = failure.problem else {
      Issue.record("\(failure)")
      return
    }
    #expect(failure.index == 4 + place / 2 && failure.step == 1)
    #expect(index == place % 2 && found.bitPattern == value.bitPattern)
  }

  @Test(arguments: ["Pendulum-v1", "Hopper-v4"], [Float.nan, .infinity])
  func `an action that is not finite is refused`(_ id: String, _ value: Float) throws {
    let harness = try Harness(id, indices: 0..<1)
    try harness.reset()
    let zeros = [Float](repeating: 0, count: harness.batch.actionSpace.width - 1)
    let failure = try #require(throws: EnvironmentFailure.self) {
      try harness.step(zeros + [value])
    }
    guard case .action(zeros.count, _) = failure.problem else {
      Issue.record("\(failure)")
      return
    }
  }

  @Test func `a simulation that becomes unstable is reported and writes no log`() throws {
    let harness = try Harness("HalfCheetah-v4", indices: 3..<4)
    try harness.reset()
    var snapshot = harness.batch.save()[0]
    snapshot.state?["qvel"]?[1] = 1e12
    snapshot.elapsedSteps = 41
    try harness.batch.restore([snapshot])
    let failure = try #require(throws: EnvironmentFailure.self) {
      try harness.step([0, 0, 0, 0, 0, 0])
    }
    #expect(failure.index == 3 && failure.step == 42)
    #expect(failure.description.contains("MuJoCo warns"))
    #expect(!FileManager.default.fileExists(atPath: "MUJOCO_LOG.TXT"))
    // The simulation is as good as new after a reset.
    try harness.reset()
    try harness.step([0, 0, 0, 0, 0, 0])
  }

  @Test func `a state of another environment is refused`() throws {
    let hopper = try Harness("Hopper-v4", indices: 0..<1)
    let cheetah = try Harness("HalfCheetah-v4", indices: 0..<1)
    let failure = try #require(throws: EnvironmentFailure.self) {
      try hopper.batch.restore(cheetah.batch.save())
    }
    #expect(
      failure.description == """
        Hopper-v4, environment 0, at the reset: cannot go back to the saved state: the array 'qpos' \
        of the saved state has 9 values instead of 6
        """)
  }

  @Test func `a model that cannot be read is an error with the simulator's words`() throws {
    let error = try #require(throws: EnvironmentError.self) {
      try MuJoCoModel(name: "broken", xml: Array("<mujoco><worldbody></mujoco>".utf8))
    }
    #expect(error.message.hasPrefix("MuJoCo cannot read the model broken: XML"))
  }
}
