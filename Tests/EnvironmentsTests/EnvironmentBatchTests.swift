import Environments
import Tensors
import Testing

@Suite struct EnvironmentBatchTests {
  /// All that a batch gives in many steps.
  private func history(
    _ environment: EnvironmentDescription, indices: Range<Int>, options: BatchOptions
  ) throws -> [[Float]] {
    let harness = try Harness(environment, indices: indices, options: options)
    var history = [try harness.reset()]
    for time in 0..<200 {
      try harness.step(harness.actions(time: time, firstIndex: indices.lowerBound).map { 3 * $0 })
      let rows = harness.rows
      history.append(
        rows.observations.values + rows.rewards.values + rows.terminated.values
          + rows.truncated.values)
      for row in 0..<indices.count where rows.terminated[row] + rows.truncated[row] == 1 {
        history.append(rows.finalObservations.row(row).values)
      }
    }
    return history
  }

  @Test func `a batch of array code gives the same bits as its worlds one at a time`() throws {
    var stacked = ObservationConfiguration()
    stacked.noise = 0.3
    stacked.includesPreviousAction = true
    stacked.includesPreviousReward = true
    stacked.frameStack = 2
    let plans = [
      BatchOptions(), BatchOptions(clipsActions: false), BatchOptions(actionRepeat: 4),
      BatchOptions(actionRepeat: 3, observation: stacked),
    ]
    for options in plans {
      let batch = try history(Walkers.description(), indices: 2..<7, options: options)
      #expect(try batch == history(Walker.description, indices: 2..<7, options: options))
      #expect(batch.contains { $0.count < 5 * 2 }, "episodes end")
    }
  }

  @Test func `an environment of a batch does not depend on its neighbours`() throws {
    let all = try Harness(Walkers.description(), indices: 0..<6)
    let some = try Harness(Walkers.description(), indices: 3..<6)
    try all.reset()
    try some.reset()
    for time in 0..<100 {
      try all.step(all.actions(time: time))
      try some.step(some.actions(time: time, firstIndex: 3))
      #expect(all.rows.observations.rows(3..<6).values == some.rows.observations.values)
    }
    #expect(Array(all.batch.save()[3...]) == some.batch.save())
  }

  @Test func `a batch that is restored continues as it would have`() throws {
    let first = try Harness(Walkers.description(), indices: 0..<4)
    try first.reset()
    for time in 0..<50 { try first.step(first.actions(time: time)) }
    let second = try Harness(Walkers.description(), indices: 0..<4)
    #expect(try second.batch.restore(first.batch.save()).isEmpty)
    for time in 50..<100 {
      try first.step(first.actions(time: time))
      try second.step(second.actions(time: time))
      #expect(first.rows.observations.values == second.rows.observations.values)
    }
  }

  @Test func `what cannot save itself says so, and an episode begins in it alone`() throws {
    let first = try Harness(Walkers.description(savesStates: false), indices: 0..<3)
    try first.reset()
    for time in 0..<7 { try first.step(first.actions(time: time)) }
    let snapshots = first.batch.save()
    #expect(snapshots.allSatisfy { $0.state == nil && $0.elapsedSteps == 7 })
    let second = try Harness(Walkers.description(savesStates: false), indices: 0..<3)
    try second.reset()
    #expect(try second.batch.restore(snapshots) == [0, 1, 2])
    second.rows.observations.fill(9)
    try second.batch.reset([1], observations: second.rows.observations)
    #expect(second.rows.observations.row(1)[1] == 0)
    #expect(second.rows.observations.row(0).values == [9, 9])
    #expect(second.batch.save().map(\.elapsedSteps) == [7, 0, 7])
  }

  @Test func `what a batch throws is reported with index and step`() throws {
    let harness = try Harness(Walkers.description(limit: nil), indices: 4..<6)
    try harness.reset()
    var snapshots = harness.batch.save()
    snapshots[1].state?["walker"] = [0, 998]
    snapshots[1].elapsedSteps = 998
    try harness.batch.restore(snapshots)
    try harness.step([0, 0])
    let failure = try #require(throws: EnvironmentFailure.self) { try harness.step([0, 0]) }
    #expect(
      failure.description
        == "Walkers-v0, environment 5, at step 1000 of its episode: the walker is tired")
  }

  @Test func `a batch with another number of rows than asked for is refused`() throws {
    let wrong = EnvironmentDescription(
      id: "Wrong-v0", summary: "Has too few rows.", maximumEpisodeSteps: nil,
      makeBatch: { _ in Walkers(BatchPlaces(indices: 0..<1, seed: 1)) })
    let error = try #require(throws: EnvironmentSetupError.self) {
      try wrong.makeBatch(indices: 0..<3, seed: 1)
    }
    #expect(error.description == "Wrong-v0 cannot be used: its batch has 1 rows instead of 3.")
  }

  @Test func `a row of a batch is described like any environment`() throws {
    let profile = try Walkers.description().profile()
    #expect(profile.diagnostics.map(\.label.name) == ["distance"])
    #expect(profile.state.map(\.label.name) == ["walker"])
    #expect(profile.observation.components.map(\.name) == ["place", "age"])
    let hidden = try Walkers.description().withoutPositions.spaces()
    #expect(hidden.observation.components.map(\.name) == ["age"])
  }
}

@Suite struct EnvironmentSchemeTests {
  private func registry() throws -> EnvironmentRegistry {
    var registry = EnvironmentRegistry.standard
    try registry.registerScheme("walkers") { limit throws(EnvironmentSetupError) in
      guard let limit = Int(limit), limit > 0 else {
        throw EnvironmentSetupError.unusable(
          id: "walkers:\(limit)", message: "'\(limit)' is no number of steps")
      }
      return EnvironmentDescription(
        id: "walkers:\(limit)", summary: "Stay on the line.", maximumEpisodeSteps: limit,
        makeBatch: { Walkers($0) })
    }
    return registry
  }

  @Test func `an id with a scheme is found by what the scheme makes of the rest`() throws {
    let found = try registry().find("walkers:12")
    #expect(found.environment.id == "walkers:12" && found.note == nil)
    #expect(found.environment.maximumEpisodeSteps == 12)
    let error = try #require(throws: EnvironmentSetupError.self) {
      try registry().find("walkers:a:b")
    }
    #expect(error.description == "walkers:a:b cannot be used: 'a:b' is no number of steps.")
  }

  @Test func `a scheme that is not there is an error that names those that are`() throws {
    let error = try #require(throws: EnvironmentSetupError.self) {
      try registry().find("runners:12")
    }
    #expect(
      error.description
        == "There is no environment 'runners:12': ids with a colon begin with walkers:.")
    var extended = try registry()
    #expect(throws: EnvironmentSetupError.schemeRegistered(name: "walkers")) {
      try extended.registerScheme("walkers") { _ in Walkers.description() }
    }
  }
}
