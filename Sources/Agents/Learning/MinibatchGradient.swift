import Lanes
import Models
import Storage
import Tensors

/// The gradient of an objective over a minibatch: every shard computes its part into a buffer of its
/// own, and the parts are added in shard order.
final class MinibatchGradient: @unchecked Sendable {
  /// The number of the minibatch in its pass over the rollout.
  private(set) var minibatch = 0
  /// That of its samples.
  private(set) var sampleCount = 0
  /// Which samples make up each minibatch. It has this one owner, so that to shuffle them copies nothing.
  var schedule: MinibatchSchedule
  /// The sum over the parts, [1, count]; whole once it is finished.
  let gradient: Matrix

  private let policy: Policy
  private let rollout: RolloutStorage
  let objective: any Objective
  private let pool: LanePool
  private let shards: [LearnerShard]
  private let chunks: [ParameterChunk]
  private let chunkSquares: SharedNumbers
  private let arena: Arena
  /// The gradient of each part of the samples, [parts, count].
  private let parts: Matrix

  // What the lanes read while a task runs.
  private var curvatureStep: Int?
  private var standardization: Standardization?
  private var present: Matrix?
  private var differentiateTask: LanePool.Task = { _ in }
  private var reviewTask: LanePool.Task = { _ in }
  private var sumTask: LanePool.Task = { _ in }
  private var laneTime = Stopwatch()

  /// - Parameters:
  ///   - groups: the heads that shards go through, in turn.
  ///   - chunks: the pieces that parts are added in.
  ///   - makeCurvaturePass: makes what a part of the samples, of at most that many rows, needs beside the
  ///     passes of the objective.
  init(
    _ context: LearningContext, objective: any Objective, schedule: MinibatchSchedule,
    groups: [HeadSet], chunks: [ParameterChunk],
    makeCurvaturePass: (_ part: Int, _ rows: Int) -> FisherPass?
  ) {
    (policy, rollout, pool) = (context.policy, context.rollout, context.pool)
    self.objective = objective
    self.schedule = schedule
    self.chunks = chunks
    chunkSquares = SharedNumbers(count: chunks.count)
    let count = policy.layout.count
    let (arena, buffers) = Arena.carve { carver in
      (
        parts: carver.matrix(rows: schedule.shardCount, columns: count),
        gradient: carver.matrix(rows: 1, columns: schedule.shardCount == 1 ? 0 : count)
      )
    }
    self.arena = arena
    parts = buffers.parts
    gradient = schedule.shardCount == 1 ? buffers.parts.row(0) : buffers.gradient
    shards = (0..<schedule.shardCount * groups.count).map { shard in
      let part = shard / groups.count
      return LearnerShard(
        part: part, heads: groups[shard % groups.count], policy: context.policy,
        rollout: context.rollout, schedule: schedule, gradient: buffers.parts.row(part)
      ) { rows in makeCurvaturePass(part, rows) }
    }
    // Made once because making a closure allocates.
    differentiateTask = { [unowned self] shard in self.differentiate(shard: shard) }
    reviewTask = { [unowned self] shard in self.review(shard: shard) }
    sumTask = { [unowned self] chunk in self.sum(chunk: chunk) }
  }

  /// Begins with a minibatch.
  ///
  /// - Parameters:
  ///   - advantageEpsilon: added to the deviation where advantages are to be brought to mean 0 and deviation
  ///     1 over the minibatch.
  ///   - curvatureStep: the optimizer's step where its factors are to be sampled, too.
  func differentiate(
    _ minibatch: Int, advantageEpsilon: Double?, curvatureStep: Int?
  ) -> LossSums {
    self.minibatch = minibatch
    self.curvatureStep = curvatureStep
    standardization = advantageEpsilon.map {
      schedule.standardization(of: rollout.advantages, minibatch: minibatch, epsilon: $0)
    }
    sampleCount = schedule.sampleCount(minibatch: minibatch)
    laneTime.start()
    pool.run(shardCount: shards.count, differentiateTask)
    laneTime.stop()
    var sums = LossSums()
    for shard in shards { sums += shard.sums }
    return sums
  }

  private func differentiate(shard: Int) {
    shards[shard].time.start()
    defer { shards[shard].time.stop() }
    shards[shard].differentiate(
      objective, schedule: schedule, minibatch: minibatch, standardization: standardization,
      fisherStep: curvatureStep, policy: policy, rollout: rollout)
    guard parts.rows == 1 else { return }
    // What the shard wrote is the whole gradient of its parameters.
    for chunk in chunks.indices where chunks[chunk].heads == shards[shard].heads {
      sum(chunk: chunk)
    }
  }

  /// Lets the policy as it is now judge every sample of the rollout; see
  /// ``LearnerShard/review(schedule:minibatch:policy:rollout:present:)``. The gradient stays as it is.
  ///
  /// - Returns: the sums over the samples.
  func review(present: Matrix?) -> LossSums {
    let last = minibatch
    defer { minibatch = last }
    self.present = present
    laneTime.start()
    var sums = LossSums()
    for minibatch in 0..<schedule.minibatchCount {
      self.minibatch = minibatch
      pool.run(shardCount: shards.count, reviewTask)
      for shard in shards { sums += shard.sums }
    }
    laneTime.stop()
    return sums
  }

  private func review(shard: Int) {
    shards[shard].time.start()
    defer { shards[shard].time.stop() }
    shards[shard].review(
      schedule: schedule, minibatch: minibatch, policy: policy, rollout: rollout, present: present)
  }

  /// Adds the parts up.
  ///
  /// - Returns: the global norm.
  func finish() -> Double {
    if parts.rows > 1 { pool.run(chunkCount: chunks.count, sumTask) }
    return chunkSquares.sum.squareRoot()
  }

  private func sum(chunk: Int) {
    let range = chunks[chunk].range
    if parts.rows > 1 { parts.sumParts(columns: range, into: gradient) }
    chunkSquares[chunk] = gradient.columns(range).sumOfSquares
  }

  /// The first parameter whose gradient is not finite.
  var firstBadParameter: String? {
    (0..<gradient.count).first { !gradient[$0].isFinite }
      .flatMap { policy.layout.slot(at: $0)?.name }
  }

  /// How far the policy has moved since the gradient was computed; see
  /// ``LearnerShard/measureDivergence(policy:)``. One shard's samples are enough to see it.
  ///
  /// - Parameter turn: shards take turns by it.
  func measureDivergence(turn: Int) -> Double {
    shards[turn % shards.count].measureDivergence(policy: policy)
  }

  /// Whether time is measured, from zero.
  func measureTime(_ isMeasured: Bool) {
    laneTime = Stopwatch(isOn: isMeasured)
    for shard in shards { shard.time = Stopwatch(isOn: isMeasured) }
  }

  /// Adds where the time went to `times`.
  func addTimes(to times: inout LaneTimes) {
    let busy = shards.reduce(0) { $0 + $1.time.seconds } / Double(pool.laneCount)
    times.gradient += busy
    times.waiting += laneTime.seconds - busy
  }
}
