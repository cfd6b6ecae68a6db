import Agents
import Environments
import Foundation
import HDF5
import Tensors
import Testing

/// A counter that cannot save itself. It observes how many steps ago its episode began.
private final class Counters: EnvironmentBatch, @unchecked Sendable {
  private var ages: [Float]

  init(_ places: BatchPlaces) { ages = [Float](repeating: 0, count: places.indices.count) }

  var count: Int { ages.count }
  var observationSpace: BoxSpace { BoxSpace([.value("age")]) }
  var actionSpace: ActionSpace { .discrete(2) }

  func reset(
    rows: Span<Int>, using randoms: inout MutableSpan<RandomStream>
  ) throws(EnvironmentBatchError) {
    for index in rows.indices { ages[rows[index]] = 0 }
  }

  func step(
    rows: Span<Int>, actions: Matrix, results: inout MutableSpan<StepResult>,
    using randoms: inout MutableSpan<RandomStream>
  ) throws(EnvironmentBatchError) {
    for index in rows.indices {
      ages[rows[index]] += 1
      results[rows[index]] = StepResult(reward: Double(actions[rows[index], 0]))
    }
  }

  func observe(rows: Span<Int>, into observations: Matrix) {
    for index in rows.indices { observations[rows[index], 0] = ages[rows[index]] }
  }

  func save(row: Int) -> EnvironmentState? { nil }

  func restore(row: Int, from state: EnvironmentState) throws(EnvironmentError) {
    throw EnvironmentError("a counter was never saved")
  }
}

@Suite struct UnsavedEnvironmentTests {
  private let checkpoint = FileManager.default.temporaryDirectory.appending(
    path: "agents-unsaved-\(UUID().uuidString).h5")

  private func registry() throws -> EnvironmentRegistry {
    var registry = EnvironmentRegistry()
    try registry.register(
      EnvironmentDescription(
        id: "Counters-v0", summary: "Count.", maximumEpisodeSteps: 1000,
        makeBatch: { Counters($0) }))
    return registry
  }

  private func configuration(normalizes: Bool) -> TrainingConfiguration {
    var configuration = TrainingConfiguration(
      algorithm: .ppo, environment: EnvironmentConfiguration(id: "Counters-v0"),
      isRecurrent: true)
    configuration.environmentCount = 6
    configuration.stepCount = 16
    configuration.totalSteps = 6 * 16 * 10
    configuration.ppo.minibatchCount = 2
    configuration.normalization.observations = normalizes
    configuration.normalization.rewards = normalizes
    return configuration
  }

  @Test(arguments: [false, true])
  func `a resumed run begins new episodes in environments that were not saved`(
    _ normalizes: Bool
  ) throws {
    defer { try? FileManager.default.removeItem(at: checkpoint) }
    let first = try Trainer(
      configuration(normalizes: normalizes), registry: registry(), laneCount: 1)
    for _ in 0..<3 { _ = try first.advance() }
    #expect(first.restartedEnvironments == 0)
    try first.save(to: checkpoint)
    let file = try HDF5File(reading: checkpoint)
    #expect(
      try file.read("environments/is_saved", shape: [6]) == [Int](repeating: 0, count: 6))

    let second = try Trainer(resuming: checkpoint, registry: registry(), laneCount: 2)
    #expect(second.restartedEnvironments == 6)
    let rollout = second.rollout
    #expect(rollout.masks.row(16).values.allSatisfy { $0 == 0 })
    let rows = rollout.rows(step: 16, environments: 0..<6)
    #expect(rollout.hiddenStates.rows(rows).values.allSatisfy { $0 == 0 })
    if !normalizes {
      #expect(rollout.observations.rows(rows).numbers.values == [0, 0, 0, 0, 0, 0])
    }
    _ = try second.advance()
    if !normalizes {
      #expect(rollout.observations.row(16 * 6).numbers.values == [16])
    }
    #expect(second.updateCount == 4)
  }

  @Test func `a checkpoint of environments that save themselves says nothing of it`() throws {
    defer { try? FileManager.default.removeItem(at: checkpoint) }
    let trainer = try Trainer(Configurations.all[0].configuration, laneCount: 1)
    _ = try trainer.advance()
    try trainer.save(to: checkpoint)
    #expect(try !HDF5File(reading: checkpoint).contains("environments/is_saved"))
  }
}
