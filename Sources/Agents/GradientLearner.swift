import Lanes
import Models
import Storage
import Tensors

/// Turns minibatches into optimizer steps: every shard computes its part of the gradient into a buffer
/// of its own, the parts are added in shard order, and the sum is clipped and handed to the optimizer.
///
/// Everything is sized once: a minibatch and a step allocate nothing.
package final class GradientLearner: @unchecked Sendable {
  package let policy: Policy
  package let optimizer: any Optimizer
  private let rollout: RolloutStorage
  private let objective: any Objective
  private let learning: LearningConfiguration
  private let pool: LanePool
  private var schedule: MinibatchSchedule
  private let shards: [LearnerShard]

  private let arena: Arena
  /// The gradient of each shard, [shards, count].
  private let parts: Matrix
  /// Their sum, [1, count].
  package let gradient: Matrix
  private let chunks: [ParameterChunk]
  private let chunkSquares: SharedNumbers

  // What the lanes read while a task runs.
  private var minibatch = 0
  private var learningRateScale = 1.0
  private var gradientScale: Float = 1
  private var differentiateTask: LanePool.Task = { _ in }
  private var sumTask: LanePool.Task = { _ in }
  private var stepTask: LanePool.Task = { _ in }

  private var laneTime = Stopwatch()
  private var optimizerTime = Stopwatch()

  package init(
    policy: Policy, rollout: RolloutStorage, objective: any Objective,
    configuration: TrainingConfiguration, pool: LanePool
  ) {
    self.policy = policy
    self.rollout = rollout
    self.objective = objective
    self.pool = pool
    learning = configuration.learning
    optimizer = learning.optimizer.makeOptimizer(count: policy.layout.count)
    let sequences =
      MinibatchSchedule.sequenceCount(
        steps: rollout.steps, environments: rollout.environments,
        sequenceLength: configuration.sequenceLength) / configuration.minibatchCount
    let schedule = MinibatchSchedule(
      steps: rollout.steps, environments: rollout.environments,
      sequenceLength: configuration.sequenceLength, minibatchCount: configuration.minibatchCount,
      shardCount: configuration.sharding.updateShards(
        sequences: sequences, sequenceLength: configuration.sequenceLength))
    self.schedule = schedule
    let count = policy.layout.count
    let (arena, buffers) = Arena.carve { carver in
      (
        parts: carver.matrix(rows: schedule.shardCount, columns: count),
        gradient: carver.matrix(rows: 1, columns: count)
      )
    }
    self.arena = arena
    parts = buffers.parts
    gradient = buffers.gradient
    shards = (0..<schedule.shardCount).map { shard in
      LearnerShard(
        policy: policy, rollout: rollout, schedule: schedule, gradient: buffers.parts.row(shard))
    }
    chunks = ParameterChunk.chunks(of: policy.layout, learning: learning)
    chunkSquares = SharedNumbers(count: chunks.count)
    makeTasks()
  }

  /// The closures that the lanes run, made once because making one allocates.
  private func makeTasks() {
    differentiateTask = { [unowned self] shard in self.differentiate(shard: shard) }
    sumTask = { [unowned self] chunk in self.sum(chunk: chunk) }
    stepTask = { [unowned self] chunk in self.step(chunk: chunk) }
  }

  package var minibatchCount: Int { schedule.minibatchCount }

  /// Draws a new order of the samples.
  package func shuffle(using random: inout RandomStream) { schedule.shuffle(using: &random) }

  /// Computes the gradient of the objective over a minibatch.
  package func differentiate(minibatch: Int) -> LossSums {
    self.minibatch = minibatch
    laneTime.start()
    pool.run(shardCount: shards.count, differentiateTask)
    laneTime.stop()
    var sums = LossSums()
    for shard in shards { sums += shard.sums }
    return sums
  }

  private func differentiate(shard: Int) {
    shards[shard].differentiate(
      objective, schedule: schedule, minibatch: minibatch, shard: shard, policy: policy,
      rollout: rollout)
  }

  /// Clips the gradient by its global norm and takes an optimizer step with learning rates times
  /// `learningRateScale`; returns the norm before clipping.
  package func step(learningRateScale: Double) throws(TrainingError) -> Double {
    optimizerTime.start()
    defer { optimizerTime.stop() }
    run(sumTask)
    let norm = chunkSquares.sum.squareRoot()
    guard norm.isFinite else { throw describeBadGradient() }
    self.learningRateScale = learningRateScale
    gradientScale = Float(min(1, learning.maximumGradientNorm / (norm + 1e-6)))
    optimizer.stepCount += 1
    run(stepTask)
    return norm
  }

  /// Small policies have few chunks, and waking the lanes would cost more than they save.
  private func run(_ task: @escaping LanePool.Task) {
    if chunks.count < 4 {
      for chunk in chunks.indices { task(chunk) }
    } else {
      pool.run(shardCount: chunks.count, task)
    }
  }

  private func sum(chunk: Int) {
    let range = chunks[chunk].range
    parts.sumParts(columns: range, into: gradient)
    chunkSquares[chunk] = gradient.columns(range).sumOfSquares
  }

  private func step(chunk: Int) {
    optimizer.update(
      policy.parameters, gradients: gradient, range: chunks[chunk].range,
      learningRate: chunks[chunk].learningRate * learningRateScale, scale: gradientScale)
  }

  private func describeBadGradient() -> TrainingError {
    let index = (0..<gradient.count).first { !gradient[$0].isFinite }
    let name = index.flatMap { policy.layout.slot(at: $0)?.name } ?? "a parameter"
    return TrainingError(
      """
      The gradient of \(name) is not a finite number (minibatch \(minibatch) of \
      \(minibatchCount), optimizer step \(optimizer.stepCount + 1)). The rewards or observations may \
      be too large (--normalize-rewards, --reward-scale), or the learning rate (--lr).
      """)
  }
}

extension GradientLearner {
  /// Whether time is measured, from zero.
  func measureTime(_ isMeasured: Bool) {
    laneTime = Stopwatch(isOn: isMeasured)
    optimizerTime = Stopwatch(isOn: isMeasured)
    for shard in shards { shard.time = Stopwatch(isOn: isMeasured) }
  }

  /// Adds where the time went to `times`.
  func addTimes(to times: inout LaneTimes) {
    let busy = shards.reduce(0) { $0 + $1.time.seconds } / Double(pool.laneCount)
    times.gradient += busy
    times.optimizer += optimizerTime.seconds
    times.waiting += laneTime.seconds - busy
  }
}

/// A stretch of the parameters that one lane works on at a time, with its learning rate.
struct ParameterChunk: Sendable {
  let range: Range<Int>
  let learningRate: Double

  /// Values a chunk: about as long a piece of work as waking a lane takes.
  private static let size = 2048

  static func chunks(of layout: ParameterLayout, learning: LearningConfiguration) -> [Self] {
    var chunks = [Self]()
    let slots = layout.slots
    for (index, slot) in slots.enumerated() {
      let end = index + 1 < slots.count ? slots[index + 1].offset : layout.count
      let isCritic = slot.name.hasPrefix("critic_") || slot.name.hasPrefix("value/")
      let rate =
        isCritic ? learning.criticLearningRate ?? learning.learningRate : learning.learningRate
      for start in stride(from: slot.offset, to: end, by: size) {
        let range = start..<min(start + size, end)
        if let last = chunks.last, last.learningRate == rate,
          last.range.count + range.count <= size
        {
          chunks[chunks.count - 1] = Self(
            range: last.range.lowerBound..<range.upperBound, learningRate: rate)
        } else {
          chunks.append(Self(range: range, learningRate: rate))
        }
      }
    }
    return chunks
  }
}
