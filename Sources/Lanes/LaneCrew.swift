import Foundation
import Synchronization

/// What the threads of a ``LanePool`` share: the task at hand and how far it is.
final class LaneCrew: @unchecked Sendable {
  private let laneCount: Int
  /// Raised by one for each task; the lanes compare it with the last they saw.
  private let generation = Atomic<Int>(0)
  /// How many lanes have yet to finish the task.
  private let unfinished = Atomic<Int>(0)
  private let sleepers = Atomic<Int>(0)

  // Written by the caller before `generation` is raised, read by the lanes after they saw it.
  private var task: LanePool.Task = { _ in }
  private var shardCount = 0
  private var isStopped = false

  private let wake = WakeUp()

  /// How often a waiting lane looks for work before it offers its processor to others between looks:
  /// about 50 microseconds.
  private static let spins = 4_000
  /// How often it does that before it sleeps: about a millisecond, longer than the serial parts of an
  /// update and shorter than anything a user waits for. To wake up takes a tenth of that.
  private static let yields = 1_000

  init(laneCount: Int) { self.laneCount = laneCount }

  func run(shardCount: Int, _ task: @escaping LanePool.Task) {
    self.task = task
    self.shardCount = shardCount
    unfinished.store(laneCount - 1, ordering: .relaxed)
    announce()
    runShards(lane: 0)
    waitForLanes()
  }

  /// Lets the lanes end.
  func stop() {
    isStopped = true
    announce()
  }

  private func announce() {
    generation.add(1, ordering: .sequentiallyConsistent)
    if sleepers.load(ordering: .sequentiallyConsistent) > 0 { wake.all() }
  }

  private func runShards(lane: Int) {
    // Once for all shards: the lanes count references to the closure in the same place.
    let task = task
    var shard = lane
    while shard < shardCount {
      task(shard)
      shard += laneCount
    }
  }

  private func waitForLanes() {
    var spin = 0
    while unfinished.load(ordering: .acquiring) > 0 {
      spin += 1
      // A lane that was not scheduled for so long needs our processor more than we do.
      if spin > Self.spins { sched_yield() }
    }
  }

  /// Runs a lane's shards of every task until there are no more tasks.
  func work(lane: Int) {
    // A lane that begins late takes the first task as any other.
    var seen = 0
    while true {
      seen = nextGeneration(after: seen)
      if isStopped { return }
      runShards(lane: lane)
      unfinished.subtract(1, ordering: .releasing)
    }
  }

  private func nextGeneration(after seen: Int) -> Int {
    for look in 0..<Self.spins + Self.yields {
      let now = generation.load(ordering: .acquiring)
      if now != seen { return now }
      if look < Self.spins { spinHint() } else { sched_yield() }
    }
    sleepers.add(1, ordering: .sequentiallyConsistent)
    wake.wait { generation.load(ordering: .sequentiallyConsistent) != seen }
    sleepers.subtract(1, ordering: .sequentiallyConsistent)
    return generation.load(ordering: .acquiring)
  }
}

/// A condition that sleeping lanes wait for.
private final class WakeUp: Sendable {
  private let condition = NSCondition()

  func all() {
    condition.lock()
    condition.broadcast()
    condition.unlock()
  }

  /// Returns when `isReached` is true, looking again at every wake-up.
  func wait(until isReached: () -> Bool) {
    condition.lock()
    while !isReached() { condition.wait() }
    condition.unlock()
  }
}

/// Tells the processor that the thread is waiting in a loop.
@inline(__always)
private func spinHint() {
  // Swift has no pause instruction; a relaxed fence keeps the loop from being merged.
  atomicMemoryFence(ordering: .acquiring)
}
