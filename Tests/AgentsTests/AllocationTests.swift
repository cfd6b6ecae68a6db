import Agents
import CAllocationCounter
import Testing

/// One at a time: the counter adds up what all watched threads allocate.
@Suite("Allocations", .serialized, .enabled(if: allocation_counter_counts() == 1))
struct AllocationTests {
  @Test(
    "collecting and updating allocate nothing after the first rollouts",
    arguments: Configurations.all.map(\.name), [1, 2])
  func none(name: String, laneCount: Int) throws {
    let configuration = Configurations[name]
    let trainer = try Trainer(configuration, laneCount: laneCount)
    for _ in 0..<3 {
      try trainer.collect()
      _ = try trainer.update()
    }
    // Shard l of a task of so many shards runs on lane l.
    trainer.pool.run(shardCount: laneCount) { _ in allocation_counter_watch_this_thread(1) }
    let before = allocation_counter_count()
    for _ in 0..<3 {
      try trainer.collect()
      _ = try trainer.update()
    }
    let after = allocation_counter_count()
    trainer.pool.run(shardCount: laneCount) { _ in allocation_counter_watch_this_thread(0) }
    #expect(after == before)
  }

  @Test("the counter counts")
  func counter() {
    allocation_counter_watch_this_thread(1)
    let before = allocation_counter_count()
    let values = [Int](repeating: 1, count: 1000)
    let after = allocation_counter_count()
    allocation_counter_watch_this_thread(0)
    #expect(after > before && values.count == 1000)
  }
}
