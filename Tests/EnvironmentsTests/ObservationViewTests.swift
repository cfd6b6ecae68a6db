import Environments
import Testing

@Suite struct ObservationViewTests {
  private func options(
    repeating count: Int = 1, _ change: (inout ObservationConfiguration) -> Void = { _ in }
  ) -> BatchOptions {
    var options = BatchOptions(actionRepeat: count)
    change(&options.observation)
    return options
  }

  @Test func `noise has the asked deviation, none on categories, and leaves the world alone`()
    throws
  {
    let clean = try Harness("CartPole-v1", indices: 0..<1)
    let noisy = try Harness("CartPole-v1", indices: 0..<1, options: options { $0.noise = 0.5 })
    try clean.reset()
    try noisy.reset()
    var differences = [Float]()
    for time in 0..<2000 {
      try clean.step(time: time)
      try noisy.step(time: time)
      differences += zip(noisy.rows.observations.values, clean.rows.observations.values).map(-)
      #expect(noisy.rows.terminated.values == clean.rows.terminated.values)
    }
    let count = Float(differences.count)
    let mean = differences.reduce(0, +) / count
    let deviation = (differences.reduce(0) { $0 + $1 * $1 } / count).squareRoot()
    // Five standard errors of 8000 samples.
    #expect(abs(mean) < 5 * 0.5 / count.squareRoot())
    #expect(abs(deviation / 0.5 - 1) < 5 / (2 * count).squareRoot())
  }

  @Test func `a noisy id is the same as noise of 0.1, and a given deviation replaces it`() throws {
    let byFlag = try Harness("Pendulum-v1", indices: 0..<2, options: options { $0.noise = 0.1 })
    let byID = try Harness("PendulumNoisy-v1", indices: 0..<2)
    let silenced = try Harness(
      "PendulumNoisy-v1", indices: 0..<2, options: options { $0.noise = 0 })
    let clean = try Harness("Pendulum-v1", indices: 0..<2)
    #expect(try byFlag.reset() == byID.reset())
    #expect(try silenced.reset() == clean.reset())
  }

  @Test func `the last action and reward are appended and forgotten with the episode`() throws {
    let events =
      [Script.Event.result(StepResult(reward: 2.5))]
      + [.result(StepResult(reward: -1, outcome: .terminated))]
    let harness = try Harness(
      Script.description(events), indices: 0..<1,
      options: options {
        $0.includesPreviousAction = true
        $0.includesPreviousReward = true
      })
    // Two choices, of 2 and of 3, then the reward.
    #expect(try harness.reset() == [0, 1, 0, 0, 0, 0, 0, 0, 0])
    try harness.step([1, 2])
    #expect(harness.rows.observations.values == [1, 1, 0, 0, 1, 0, 0, 1, 2.5])
    try harness.step([0, 1])
    #expect(harness.rows.finalObservations.values == [2, 1, 0, 1, 0, 0, 1, 0, -1])
    #expect(harness.rows.observations.values == [0, 2, 0, 0, 0, 0, 0, 0, 0])
    #expect(
      harness.batch.observationSpace.components.map(\.name)
        == [
          "step", "episode", "told", "previous_action_0_is_0", "previous_action_0_is_1",
          "previous_action_1_is_0", "previous_action_1_is_1", "previous_action_1_is_2",
          "previous_reward",
        ])
  }

  @Test func `continuous actions are seen as the environment got them`() throws {
    let harness = try Harness(
      "Pendulum-v1", indices: 0..<1, options: options { $0.includesPreviousAction = true })
    try harness.reset()
    try harness.step([7])
    #expect(harness.rows.observations.values.last == 2)
  }

  @Test func `stacked observations are in order, the newest last, and begin with the first`() throws
  {
    let harness = try Harness(
      Script.description(limit: 4), indices: 0..<1,
      options: options {
        $0.selection = .components([0])
        $0.frameStack = 3
      })
    #expect(try harness.reset() == [0, 0, 0])
    var seen = [[Float]]()
    for _ in 0..<5 {
      try harness.step([0, 0])
      seen.append(harness.rows.observations.values)
    }
    #expect(seen == [[0, 0, 1], [0, 1, 2], [1, 2, 3], [0, 0, 0], [0, 0, 1]])
    #expect(
      harness.batch.observationSpace.components.map(\.name)
        == ["step_2_steps_ago", "step_1_steps_ago", "step"])
    let last = try Harness(
      Script.description(limit: 4), indices: 0..<1, options: options { $0.frameStack = 2 })
    try last.reset()
    for _ in 0..<4 { try last.step([0, 0]) }
    #expect(last.rows.finalObservations.values == [3, 1, 0, 4, 1, 0])
  }

  @Test func `a repeated action earns the sum of rewards and stops where the episode does`() throws
  {
    let events =
      (1...5).map { Script.Event.result(StepResult(reward: Double($0))) }
      + [.result(StepResult(reward: 10, outcome: .terminated))]
    let harness = try Harness(
      Script.description(events), indices: 0..<1, options: options(repeating: 4))
    try harness.reset()
    try harness.step([0, 0])
    #expect(harness.rows.rewards.values == [10])
    #expect(harness.rows.observations.values == [4, 1, 0])
    try harness.step([0, 0])
    #expect(harness.rows.rewards.values == [15])
    #expect(harness.rows.terminated.values == [1])
    #expect(harness.rows.finalObservations.values == [6, 1, 0])
  }

  @Test func `the time limit counts the environment's own steps`() throws {
    let harness = try Harness(
      Script.description(limit: 6), indices: 0..<1, options: options(repeating: 4))
    try harness.reset()
    try harness.step([0, 0])
    try harness.step([0, 0])
    #expect(harness.rows.truncated.values == [1])
    #expect(harness.rows.finalObservations.values == [6, 1, 0])
  }

  @Test func `a view that is saved in mid-episode goes on with the same bits`() throws {
    let options = options(repeating: 2) {
      $0.selection = .withoutVelocities
      $0.noise = 0.3
      $0.includesPreviousAction = true
      $0.includesPreviousReward = true
      $0.frameStack = 3
    }
    let original = try Harness("CartPole-v1", indices: 0..<3, options: options)
    try original.reset()
    for time in 0..<13 { try original.step(time: time) }
    let snapshots = original.batch.save()
    let other = try Harness("CartPole-v1", indices: 0..<3, options: options)
    try other.batch.restore(snapshots)
    for time in 13..<80 {
      try original.step(time: time)
      try other.step(time: time)
      #expect(original.bits == other.bits)
    }
  }

  @Test func `what is impossible is an error`() {
    func message(_ change: (inout BatchOptions) -> Void) -> String {
      var options = BatchOptions()
      change(&options)
      let error = #expect(throws: EnvironmentSetupError.self) {
        try Harness("CartPole-v1", indices: 0..<1, options: options)
      }
      return error?.description ?? ""
    }
    #expect(
      message { $0.observation.noise = -1 }
        == "The noise on CartPole-v1's observation is to have a standard deviation of -1.0; it must be 0 "
        + "or more.")
    #expect(
      message { $0.observation.frameStack = 0 }
        == "0 of CartPole-v1's observations cannot be stacked; give a number from 1 to 1000.")
    #expect(
      message { $0.actionRepeat = 0 }
        == "CartPole-v1's actions cannot be taken 0 times each; give a number from 1 upwards.")
  }
}
