import Foundation
import Lanes
import Tensors
import Testing

@Suite struct LanePoolTests {
  /// Lanes that share a processor, lanes of their own, and more lanes than processors.
  private static let laneCounts = [1, 2, 3, 8]

  @Test(arguments: laneCounts, [0, 1, 2, 3, 7, 64])
  func `every shard runs once in each of many tasks`(laneCount: Int, shardCount: Int) {
    let pool = LanePool(laneCount: laneCount)
    let runs = SharedNumbers(count: max(shardCount, 1))
    for _ in 0..<500 { pool.run(shardCount: shardCount) { runs[$0] += 1 } }
    for shard in 0..<shardCount { #expect(runs[shard] == 500) }
  }

  @Test(arguments: laneCounts)
  func `a task sees everything that the task before wrote`(_ laneCount: Int) {
    let pool = LanePool(laneCount: laneCount)
    let (first, second) = (SharedNumbers(count: 16), SharedNumbers(count: 16))
    for _ in 0..<1000 {
      pool.run(shardCount: 16) { second[$0] = first[($0 + 1) % 16] + 1 }
      pool.run(shardCount: 16) { first[$0] = second[($0 + 3) % 16] + 1 }
    }
    for shard in 0..<16 { #expect(first[shard] == 2000) }
  }

  @Test(arguments: laneCounts)
  func `lanes that fell asleep wake up for the next task`(_ laneCount: Int) {
    let pool = LanePool(laneCount: laneCount)
    let runs = SharedNumbers(count: 8)
    for _ in 0..<20 {
      // Many times longer than a lane looks for work.
      Thread.sleep(forTimeInterval: 0.005)
      for _ in 0..<3 { pool.run(shardCount: 8) { runs[$0] += 1 } }
    }
    for shard in 0..<8 { #expect(runs[shard] == 60) }
  }

  @Test func `shards are spread over the lanes, the same way each time`() {
    let pool = LanePool(laneCount: 3)
    let threads = SharedNumbers(count: 7)
    func run() -> [Double] {
      pool.run(shardCount: 7) { shard in
        threads[shard] = Double(UInt(bitPattern: ObjectIdentifier(Thread.current)) >> 4)
      }
      return (0..<7).map { threads[$0] }
    }
    let first = run()
    #expect(Set(first).count == 3)
    #expect(first[0] == first[3] && first[1] == first[4] && first[2] == first[5])
    #expect(run() == first)
  }

  @Test func `a pool that nobody needs any more ends its threads`() throws {
    func threadCount() throws -> Int {
      try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task").count
    }
    weak var last: LanePool?
    let before = try threadCount()
    for _ in 0..<50 {
      let pool = LanePool(laneCount: 5)
      pool.run(shardCount: 5) { _ in }
      last = pool
    }
    #expect(last == nil)
    // Threads need a moment to end; other tests have a few of their own.
    for _ in 0..<200 where try threadCount() > before + 60 {
      Thread.sleep(forTimeInterval: 0.01)
    }
    #expect(try threadCount() <= before + 60)
  }
}
