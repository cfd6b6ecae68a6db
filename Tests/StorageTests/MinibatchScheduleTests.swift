import Spaces
import Storage
import Tensors
import Testing

@Suite struct MinibatchScheduleTests {
  /// A rollout in which every value tells where it belongs: sample t·N + e has the observation
  /// (t·N + e, 1000 + t·N + e) and so on.
  private static func makeRollout(steps: Int, environments: Int) -> RolloutStorage {
    let rollout = RolloutStorage(
      steps: steps, environments: environments, observation: .vector(2), hiddenStateSize: 3,
      actionSize: 1)
    for row in 0..<rollout.observations.rowCount {
      for column in 0..<2 { rollout.observations.numbers[row, column] = Float(1000 * column + row) }
      for column in 0..<3 { rollout.hiddenStates[row, column] = Float(2000 + 1000 * column + row) }
    }
    for sample in 0..<rollout.sampleCount {
      rollout.actions[sample, 0] = Float(5000 + sample)
      rollout.logProbabilities[sample] = Float(6000 + sample)
      rollout.values[sample] = Float(7000 + sample)
      rollout.returns[sample] = Float(8000 + sample)
      rollout.advantages[sample] = Float(9000 + sample)
      rollout.masks[sample] = Float(10_000 + sample)
    }
    return rollout
  }

  /// One environment or more; whole sequences, chunks that divide the steps and chunks that do not,
  /// single samples; shards that divide a minibatch and shards that do not.
  private static let schedules: [(steps: Int, environments: Int, length: Int, parts: Int)] = [
    (8, 6, 8, 2), (8, 6, 8, 6), (8, 6, 1, 4), (9, 4, 4, 3), (9, 4, 4, 1), (10, 1, 3, 2),
    (7, 2, 6, 1), (5, 3, 1, 5), (1, 4, 1, 2), (12, 2, 5, 6),
  ]

  /// Gathers an epoch and calls `body` with each part of it.
  private static func forEachPart(
    of schedule: MinibatchSchedule, in rollout: RolloutStorage,
    _ body: (_ minibatch: Int, MinibatchBuffers) -> Void
  ) {
    let buffers = MinibatchBuffers(schedule: schedule, rollout: rollout)
    for minibatch in 0..<schedule.minibatchCount {
      for shard in 0..<schedule.shardCount {
        schedule.gather(minibatch: minibatch, shard: shard, from: rollout, into: buffers)
        body(minibatch, buffers)
      }
    }
  }

  @Test(arguments: schedules, [1, 2, 3])
  func `an epoch has each sample exactly once, with everything that belongs to it`(
    sizes: (steps: Int, environments: Int, length: Int, parts: Int), shards: Int
  ) {
    let rollout = Self.makeRollout(steps: sizes.steps, environments: sizes.environments)
    var schedule = MinibatchSchedule(
      steps: sizes.steps, environments: sizes.environments, sequenceLength: sizes.length,
      minibatchCount: sizes.parts, shardCount: shards)
    var random = RandomStream(seed: 1, purpose: .minibatches)
    for _ in 0..<3 {
      schedule.shuffle(using: &random)
      var counts = [Int](repeating: 0, count: rollout.sampleCount)
      var sampleCounts = [Int](repeating: 0, count: sizes.parts)
      Self.forEachPart(of: schedule, in: rollout) { minibatch, batch in
        #expect(batch.rowCount <= schedule.maximumRowsPerShard)
        #expect(batch.sequenceCount <= schedule.maximumSequencesPerShard)
        sampleCounts[minibatch] += batch.rowCount
        batch.forEachRow { row, step, environment in
          let sample = step * sizes.environments + environment
          counts[sample] += 1
          #expect(
            [
              batch.observations.numbers[row, 0], batch.observations.numbers[row, 1],
              batch.actions[row, 0],
              batch.oldLogProbabilities[row], batch.oldValues[row], batch.returns[row],
              batch.advantages[row], batch.masks[row],
            ] == [0, 1000, 5000, 6000, 7000, 8000, 9000, 10_000].map { Float($0 + sample) })
        }
      }
      #expect(counts.allSatisfy { $0 == 1 })
      #expect(sampleCounts == (0..<sizes.parts).map { schedule.sampleCount(minibatch: $0) })
    }
  }

  @Test(arguments: schedules)
  func `a sequence is a chunk of one environment that starts from its stored state`(
    sizes: (steps: Int, environments: Int, length: Int, parts: Int)
  ) {
    let rollout = Self.makeRollout(steps: sizes.steps, environments: sizes.environments)
    var schedule = MinibatchSchedule(
      steps: sizes.steps, environments: sizes.environments, sequenceLength: sizes.length,
      minibatchCount: sizes.parts, shardCount: 2)
    var random = RandomStream(seed: 2, purpose: .minibatches)
    schedule.shuffle(using: &random)
    Self.forEachPart(of: schedule, in: rollout) { _, batch in
      var places = [[(step: Int, environment: Int)]](repeating: [], count: batch.sequenceCount)
      var lengths = [Int]()
      for step in 0..<batch.plan.stepCount { lengths.append(batch.plan.rows(ofStep: step).count) }
      #expect(lengths == lengths.sorted(by: >))
      batch.forEachRow { row, step, environment in
        let time = (0..<batch.plan.stepCount).first { batch.plan.rows(ofStep: $0).contains(row) }
        let sequence = row - batch.plan.rows(ofStep: time ?? 0).lowerBound
        places[sequence].append((step, environment))
      }
      for (sequence, rows) in places.enumerated() {
        let first = rows[0]
        #expect(first.step % sizes.length == 0)
        #expect(rows.count == min(sizes.length, sizes.steps - first.step))
        for (offset, place) in rows.enumerated() {
          #expect(place.step == first.step + offset && place.environment == first.environment)
        }
        let sample = first.step * sizes.environments + first.environment
        #expect(
          batch.hiddenStates.row(sequence).values
            == [2000, 3000, 4000].map { Float($0 + sample) })
      }
    }
  }

  @Test func `the order of an epoch depends on the stream's position and on nothing before`() {
    func order(after epochs: Int, from position: UInt64) -> [Float] {
      let rollout = Self.makeRollout(steps: 6, environments: 4)
      var schedule = MinibatchSchedule(
        steps: 6, environments: 4, sequenceLength: 1, minibatchCount: 3, shardCount: 2)
      var random = RandomStream(seed: 3, purpose: .minibatches)
      for _ in 0..<epochs { schedule.shuffle(using: &random) }
      random.move(to: position)
      schedule.shuffle(using: &random)
      var order = [Float]()
      Self.forEachPart(of: schedule, in: rollout) { order += $1.returns.values }
      return order
    }
    #expect(order(after: 0, from: 100) == order(after: 5, from: 100))
    #expect(order(after: 0, from: 100) != order(after: 0, from: 200))
  }
}
