import Tensors
import Testing

@Suite struct LayoutTests {
  @Test func `an arena hands out zeros at cache lines of their own`() {
    let sizes = [(1, 1), (3, 5), (0, 4), (16, 16), (1, 17)]
    let (arena, matrices) = Arena.carve { carver in
      sizes.map { carver.matrix(rows: $0.0, columns: $0.1) }
    }
    for (number, matrix) in matrices.enumerated() {
      #expect(unsafe Int(bitPattern: matrix.base) % 64 == 0)
      #expect(matrix.values.allSatisfy { $0 == 0 })
      matrix.fill(Float(number + 1))
    }
    // Nobody's values were overwritten by another's.
    for (number, matrix) in matrices.enumerated() {
      #expect(matrix.values == [Float](repeating: Float(number + 1), count: matrix.count))
    }
    #expect(arena.count == 16 + 16 + 0 + 256 + 32)
  }

  @Test func `a plan packs sequences of falling length by time`() {
    var plan = SequencePlan(maximumSteps: 3)
    #expect(plan.sequenceCount == 0 && plan.rowCount == 0)
    for count in [3, 3, 1] {
      plan.appendStep(rowCount: count)
    }
    #expect((0..<3).map { plan.rows(ofStep: $0) } == [0..<3, 3..<6, 6..<7])
    #expect(plan.sequenceCount == 3 && plan.rowCount == 7)
    plan.removeAll()
    plan.appendStep(rowCount: 2)
    #expect(plan.stepCount == 1 && plan.sequenceCount == 2 && plan.rowCount == 2)
    #expect(SequencePlan(rowCount: 5).rows(ofStep: 0) == 0..<5)
  }

  @Test func `shards are disjoint, as even as possible, and cover everything`() {
    for count in 0..<40 {
      for shards in 1..<10 {
        let ranges = (0..<shards).map {
          ShardPlan.range(of: $0, in: count, shardCount: shards)
        }
        #expect(ranges.flatMap { Array($0) } == Array(0..<count))
        let sizes = ranges.map(\.count)
        #expect(sizes == sizes.sorted(by: >) && sizes[0] - sizes[shards - 1] <= 1)
      }
    }
  }
}
