import Environments
import Testing

@Suite struct MemoryTaskTests {
  private func harness(_ id: String, _ arguments: [String: String] = [:], count: Int = 1) throws
    -> Harness
  {
    try Harness(
      EnvironmentRegistry.standard.find(id).environment.configured(arguments), indices: 0..<count)
  }

  @Test(arguments: [1, 10, 50])
  func `who remembers the cue of the T-maze gets the goal's reward`(_ length: Int) throws {
    let harness = try harness("TMaze-v0", ["corridor_length": "\(length)"])
    var observation = try harness.reset()
    var cues = Set<[Float]>()
    for _ in 0..<40 {
      let cue = Array(observation.prefix(2))
      cues.insert(cue)
      for step in 1...length {
        try harness.step([0])
        let isAtEnd: Float = step == length ? 1 : 0
        #expect(harness.rows.observations.values == [0, 0, 1 - isAtEnd, isAtEnd])
        #expect(harness.rows.rewards.values == [0])
      }
      try harness.step([cue == [1, 0] ? 1 : 2])
      #expect(harness.rows.rewards.values == [4])
      #expect(harness.rows.terminated.values == [1])
      observation = harness.rows.observations.values
    }
    #expect(cues == [[1, 0], [0, 1]])
  }

  @Test func `the wrong arm and the walls of the T-maze cost`() throws {
    let harness = try harness("TMaze-v0", ["corridor_length": "2"])
    let cue = try harness.reset().prefix(2)
    try harness.step([1])
    #expect(harness.rows.rewards.values == [-0.1])
    #expect(harness.rows.observations.values == [0, 0, 1, 0])
    for _ in 0..<2 { try harness.step([0]) }
    try harness.step([0])
    #expect(harness.rows.rewards.values == [-0.1])
    try harness.step([cue == [1, 0] ? 2 : 1])
    #expect(harness.rows.rewards.values == [-0.1])
    #expect(harness.rows.terminated.values == [1])
  }

  @Test func `who stands still in the T-maze is cut off`() throws {
    let harness = try harness("TMaze-v0", ["corridor_length": "2"])
    try harness.reset()
    for _ in 0..<29 {
      try harness.step([1])
      #expect(harness.rows.truncated.values == [0])
    }
    try harness.step([1])
    #expect(harness.rows.truncated.values == [1])
  }

  @Test func `who remembers every pulse of the flip-flop is always right`() throws {
    let harness = try harness("FlipFlop-v0")
    var observation = try harness.reset()
    var memory = [Float](repeating: 0, count: 3)
    var pulseCount = 0
    for time in 1...20_000 {
      #expect(time % 100 != 1 || observation.allSatisfy { $0 != 0 })
      for channel in 0..<3 where observation[channel] != 0 {
        memory[channel] = observation[channel]
        pulseCount += 1
      }
      try harness.step(memory.map { $0 > 0 ? 1 : 0 })
      #expect(harness.rows.rewards.values == [1])
      #expect(harness.rows.truncated[0] == (time % 100 == 0 ? 1 : 0))
      observation = harness.rows.observations.values
    }
    // Of 60,000 values 600 are shown at resets and the rest with probability 0.1: five deviations.
    #expect(abs(Double(pulseCount) - 600 - 5940) < 5 * (59_400 * 0.1 * 0.9).squareRoot())
  }

  @Test func `each wrong channel of the flip-flop costs its share`() throws {
    let harness = try harness("FlipFlop-v0", ["bits": "4", "pulse_probability": "0"])
    let right = try harness.reset().map { Float($0 > 0 ? 1 : 0) }
    for wrongCount in 0...4 {
      try harness.step(right.enumerated().map { $0 < wrongCount ? 1 - $1 : $1 })
      #expect(harness.rows.rewards.values == [1 - 0.5 * Float(wrongCount)])
      #expect(harness.rows.observations.values == [0, 0, 0, 0])
    }
  }
}
