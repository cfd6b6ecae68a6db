import Environments
import Tensors
import Testing

@Suite struct ReproducibilityTests {
  private static let simulatedIDs = EnvironmentRegistry.standard.environments
    .filter { $0.family == "MuJoCo" && $0.variantOf == nil }.map(\.id)

  /// What `harness` gives in some steps, each with its own actions: [step][environment][bit pattern].
  private func run(
    _ harness: Harness, times: Range<Int>, firstIndex: Int = 0
  ) throws -> [[[UInt32]]] {
    try times.map { time in
      try harness.step(time: time, firstIndex: firstIndex)
      return harness.bits
    }
  }

  @Test(arguments: standardIDs)
  func `a run does not depend on how environments are split into batches`(_ id: String) throws {
    let whole = try Harness(id, indices: 0..<5)
    let first = try whole.reset().map(\.bitPattern)
    let results = try run(whole, times: 0..<60)
    for part in [0..<1, 1..<3, 3..<5] {
      let batch = try Harness(id, indices: part)
      let size = batch.batch.observationSpace.size
      let start = part.lowerBound * size
      #expect(
        try batch.reset().map(\.bitPattern) == Array(first[start..<part.upperBound * size]))
      let partial = try run(batch, times: 0..<60, firstIndex: part.lowerBound)
      #expect(partial == results.map { Array($0[part]) })
    }
  }

  @Test(arguments: standardIDs)
  func `other seeds and other indices give other episodes`(_ id: String) throws {
    func differ(_ first: Harness, _ second: Harness) throws -> Bool {
      if try first.reset() != second.reset() { return true }
      // The same actions for both. A task may have few first observations, but not few episodes.
      return try (0..<1000).contains { time in
        try run(first, times: time..<time + 1) != run(second, times: time..<time + 1)
      }
    }
    func harness(index: Int, seed: UInt64) throws -> Harness {
      try Harness(id, indices: index..<index + 1, seed: seed)
    }
    #expect(try differ(harness(index: 0, seed: 1), harness(index: 0, seed: 2)))
    #expect(try differ(harness(index: 0, seed: 1), harness(index: 1, seed: 1)))
  }

  @Test(arguments: standardIDs)
  func `a run that is saved and restored continues with the same bits`(_ id: String) throws {
    let original = try Harness(id, indices: 0..<3)
    try original.reset()
    _ = try run(original, times: 0..<37)
    let snapshots = original.batch.save()
    let expected = try run(original, times: 37..<120)

    // In a batch that has seen other things, and in one that has seen nothing.
    let used = try Harness(id, indices: 0..<3)
    try used.reset()
    _ = try run(used, times: 200..<211)
    let fresh = try Harness(id, indices: 0..<3)
    for harness in [used, fresh] {
      try harness.batch.restore(snapshots)
      #expect(harness.batch.save() == snapshots)
      #expect(try run(harness, times: 37..<120) == expected)
    }
  }

  /// After a step, some of what is observed of a simulation belongs to an earlier point than its state.
  @Test(arguments: simulatedIDs)
  func `a restored environment observes what it observed when it was saved`(_ id: String) throws {
    try checkObservation(EnvironmentRegistry.standard.find(id).environment)
  }

  @Test func `contact forces are part of a saved state`() throws {
    let ant = try EnvironmentRegistry.standard.find("Ant-v4").environment
    try checkObservation(ant.configured(["use_contact_forces": "true"]))
  }

  private func checkObservation(_ environment: EnvironmentDescription) throws {
    func observe(_ world: any Environment) -> [Float] {
      var values = [Float](repeating: .nan, count: world.observationSpace.size)
      var span = values.mutableSpan
      world.observe(into: &span)
      return values
    }
    var random = RandomStream(seed: 3, purpose: .environment)
    var original = try environment.makeEnvironment()
    var other = try environment.makeEnvironment()
    original.reset(using: &random)
    other.reset(using: &random)
    let low = original.actionSpace.low
    for _ in 0..<20 { _ = try original.step(low.span, using: &random) }
    var state = EnvironmentState()
    original.save(to: &state)
    let expected = observe(original)
    #expect(observe(other) != expected)
    try other.restore(from: state)
    #expect(observe(other) == expected)
  }

  @Test(arguments: standardIDs)
  func `an episode does not depend on the ones before`(_ id: String) throws {
    let used = try Harness(id, indices: 0..<2)
    try used.reset()
    _ = try run(used, times: 0..<50)
    let fresh = try Harness(id, indices: 0..<2)
    var snapshots = fresh.batch.save()
    for (row, snapshot) in used.batch.save().enumerated() {
      snapshots[row].randomPosition = snapshot.randomPosition
      snapshots[row].view["noise_position"] = snapshot.view["noise_position"]
    }
    try fresh.batch.restore(snapshots)
    #expect(try used.reset() == fresh.reset())
    #expect(try run(used, times: 0..<50) == run(fresh, times: 0..<50))
  }
}
