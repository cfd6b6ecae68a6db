import Environments
import Testing

@Suite struct EpisodeEndTests {
  @Test func `a time limit truncates and the next episode begins`() throws {
    let harness = try Harness(Script.description(limit: 3), indices: 0..<2)
    #expect(try harness.reset() == [0, 1, 0, 0, 1, 0])
    for step in 1...2 {
      try harness.step([0, 0, 1, 2])
      #expect(harness.rows.truncated.values == [0, 0])
      #expect(harness.rows.observations.row(0).values == [Float(step), 1, 0])
    }
    try harness.step([0, 0, 0, 0])
    #expect(harness.rows.truncated.values == [1, 1])
    #expect(harness.rows.terminated.values == [0, 0])
    #expect(harness.rows.finalObservations.values == [3, 1, 0, 3, 1, 0])
    #expect(harness.rows.observations.values == [0, 2, 0, 0, 2, 0])
  }

  @Test func `the limit counts anew in each episode`() throws {
    let harness = try Harness(Script.description(limit: 3), indices: 0..<1)
    try harness.reset()
    var truncated = [Float]()
    for _ in 0..<9 {
      try harness.step([0, 0])
      truncated.append(harness.rows.truncated[0])
    }
    #expect(truncated == [0, 0, 1, 0, 0, 1, 0, 0, 1])
  }

  @Test func `a termination is told from a truncation by the environment itself`() throws {
    let ends: [Script.Event] = [
      .result(StepResult(reward: 2, outcome: .running)),
      .result(StepResult(reward: 3, outcome: .truncated)),
    ]
    let harness = try Harness(Script.description(ends), indices: 0..<1)
    try harness.reset()
    try harness.step([0, 0])
    #expect(harness.rows.rewards[0] == 2 && harness.rows.truncated[0] == 0)
    try harness.step([0, 0])
    #expect(harness.rows.rewards[0] == 3 && harness.rows.truncated[0] == 1)
    #expect(harness.rows.terminated[0] == 0)
  }

  @Test func `a termination wins over the time limit on the same step`() throws {
    let end = Script.Event.result(StepResult(reward: 1, outcome: .terminated))
    let harness = try Harness(Script.description(limit: 1, [end]), indices: 0..<1)
    try harness.reset()
    try harness.step([0, 0])
    #expect(harness.rows.terminated[0] == 1 && harness.rows.truncated[0] == 0)
  }

  @Test func `final observations of episodes that go on are left alone`() throws {
    let harness = try Harness(Script.description(limit: 3), indices: 0..<2)
    try harness.reset()
    harness.rows.finalObservations.fill(-7)
    // The second environment is one step ahead.
    var snapshots = harness.batch.save()
    snapshots[1].elapsedSteps = 1
    try harness.batch.restore(snapshots)
    try harness.step([0, 0, 0, 0])
    try harness.step([0, 0, 0, 0])
    #expect(harness.rows.truncated.values == [0, 1])
    #expect(harness.rows.finalObservations.values == [-7, -7, -7, 2, 1, 0])
  }

  @Test func `CartPole ends by falling and by its limit`() throws {
    let harness = try Harness("CartPole-v1", indices: 0..<1)
    try harness.reset()
    var steps = 0
    repeat {
      try harness.step([1])
      steps += 1
      #expect(harness.rows.rewards[0] == 1)
    } while harness.rows.terminated[0] == 0
    #expect(steps < 20 && abs(harness.rows.finalObservations[0, 2]) > 0.2)
    #expect(harness.rows.observations.values.allSatisfy { abs($0) <= 0.05 })

    // Standing still at the centre, one step before the limit.
    var snapshot = harness.batch.save()[0]
    snapshot.state?["state"] = [0, 0, 0, 0]
    snapshot.elapsedSteps = 499
    try harness.batch.restore([snapshot])
    try harness.step([1])
    #expect(harness.rows.truncated[0] == 1 && harness.rows.terminated[0] == 0)
  }
}
