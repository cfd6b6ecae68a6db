import Foundation

/// A fixed set of threads that run the shards of one task after the other.
///
/// Lane l of L runs the shards l, l + L, l + 2L, ...; the calling thread is lane 0. Which lane runs a
/// shard has no influence on the result as long as shards write to memory of their own.
///
/// Between tasks a lane looks for work for a short while and then sleeps, so that tasks that follow
/// one another closely start within a microsecond and an idle pool costs nothing.
public final class LanePool: Sendable {
  public typealias Task = @Sendable (_ shard: Int) -> Void

  /// The number of lanes, the calling thread included.
  public let laneCount: Int
  private let crew: LaneCrew

  public init(laneCount: Int = ProcessInfo.processInfo.activeProcessorCount) {
    precondition(laneCount > 0, "a pool has at least one lane")
    self.laneCount = laneCount
    crew = LaneCrew(laneCount: laneCount)
    for lane in 1..<laneCount {
      // A thread that held the pool itself would keep it, and so the thread, alive for ever.
      let thread = Thread { [crew] in crew.work(lane: lane) }
      thread.name = "lane \(lane)"
      thread.stackSize = 8 << 20
      thread.start()
    }
  }

  deinit { crew.stop() }

  /// Runs `task` once for each shard in 0..<`shardCount` and returns when all have run.
  ///
  /// The closure is kept until the next task. Nothing is allocated, provided that the caller made the
  /// closure before. Only one thread may call this at a time, and no task may call it.
  public func run(shardCount: Int, _ task: @escaping Task) {
    if laneCount == 1 || shardCount <= 1 {
      for shard in 0..<shardCount { task(shard) }
      return
    }
    crew.run(shardCount: shardCount, task)
  }
}
