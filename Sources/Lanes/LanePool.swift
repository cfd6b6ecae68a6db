import Foundation
import Synchronization

/// A fixed set of threads that run the shards of one task after the other.
///
/// Lane l of L runs the shards l, l + L, l + 2L, ...; the calling thread is lane 0. Which lane runs a
/// shard has no influence on the result as long as shards write to memory of their own.
///
/// Between tasks a lane looks for work for a short while and then sleeps, so that tasks that follow
/// one another closely start within a microsecond and an idle pool costs nothing.
@safe public final class LanePool: @unchecked Sendable {
  public typealias Task = @Sendable (_ shard: Int) -> Void

  /// The number of lanes, the calling thread included.
  public let laneCount: Int

  /// Raised by one for each task; the lanes compare it with the last they saw.
  private let generation = Atomic<Int>(0)
  /// How many lanes have yet to finish the task.
  private let unfinished = Atomic<Int>(0)
  private let sleepers = Atomic<Int>(0)
  private let isStopped = Atomic<Bool>(false)

  // Written by the caller before `generation` is raised, read by the lanes after they saw it.
  private var task: Task = { _ in }
  private var shardCount = 0

  private let wake = WakeUp()
  private var threads = [Thread]()

  /// How often a waiting lane looks for work before it sleeps: about 50 microseconds, longer than the
  /// serial parts of an update and shorter than anything a user waits for.
  private static let spins = 4_000

  public init(laneCount: Int = ProcessInfo.processInfo.activeProcessorCount) {
    precondition(laneCount > 0, "a pool has at least one lane")
    self.laneCount = laneCount
    for lane in 1..<max(laneCount, 1) {
      let thread = Thread { [unowned(unsafe) self] in unsafe self.work(lane: lane) }
      thread.name = "lane \(lane)"
      thread.stackSize = 8 << 20
      threads.append(thread)
    }
    unfinished.store(laneCount - 1, ordering: .relaxed)
    for thread in threads { thread.start() }
    waitForLanes()
  }

  deinit {
    isStopped.store(true, ordering: .relaxed)
    unfinished.store(laneCount - 1, ordering: .relaxed)
    announce()
    waitForLanes()
  }

  /// Runs `task` once for each shard in 0..<`shardCount` and returns when all have run.
  ///
  /// The closure is kept until the next task. Nothing is allocated, provided that the caller made the
  /// closure before. Only one thread may call this at a time, and no task may call it.
  public func run(shardCount: Int, _ task: @escaping Task) {
    if laneCount == 1 || shardCount <= 1 {
      for shard in 0..<shardCount { task(shard) }
      return
    }
    self.task = task
    self.shardCount = shardCount
    unfinished.store(laneCount - 1, ordering: .relaxed)
    announce()
    runShards(lane: 0)
    waitForLanes()
  }

  private func announce() {
    generation.add(1, ordering: .sequentiallyConsistent)
    if sleepers.load(ordering: .sequentiallyConsistent) > 0 { wake.all() }
  }

  private func runShards(lane: Int) {
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

  private func work(lane: Int) {
    unfinished.subtract(1, ordering: .releasing)
    var seen = 0
    while true {
      seen = nextGeneration(after: seen)
      if isStopped.load(ordering: .relaxed) { break }
      runShards(lane: lane)
      unfinished.subtract(1, ordering: .releasing)
    }
    unfinished.subtract(1, ordering: .releasing)
  }

  private func nextGeneration(after seen: Int) -> Int {
    for _ in 0..<Self.spins {
      let now = generation.load(ordering: .acquiring)
      if now != seen { return now }
      _spinHint()
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
private func _spinHint() {
  // Swift has no pause instruction; a relaxed fence keeps the loop from being merged.
  atomicMemoryFence(ordering: .acquiring)
}
