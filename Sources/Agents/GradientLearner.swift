import Lanes
import Models
import Storage
import Tensors

/// Turns minibatches into optimizer steps: every shard computes its part of the gradient into a buffer
/// of its own, the parts are added in shard order, and the sum is clipped, or made a natural gradient by
/// K-FAC, and handed to the optimizer.
///
/// Everything is sized once: a minibatch and a step allocate nothing.
package final class GradientLearner: @unchecked Sendable {
  package let policy: Policy
  package let optimizer: any Optimizer
  package let kfac: KFAC?
  private let rollout: RolloutStorage
  private let objective: any Objective
  private let learning: LearningConfiguration
  let pool: LanePool
  private var schedule: MinibatchSchedule
  let shards: [LearnerShard]

  private let arena: Arena
  /// The gradient of each part of the samples, [parts, count].
  private let parts: Matrix
  /// Their sum, [1, count].
  package let gradient: Matrix
  /// The parameters before the last step, where it may have to be taken back; [1, count] or empty.
  let oldParameters: Matrix
  private let chunks: [ParameterChunk]
  private let chunkSquares: SharedNumbers

  // What the lanes read while a task runs.
  private var minibatch = 0
  /// What the optimizer descends along: the gradient, or what K-FAC made of it.
  private var descent: Matrix
  private var learningRateScale = 1.0
  private var gradientScale: Float = 1
  private var differentiateTask: LanePool.Task = { _ in }
  private var sumTask: LanePool.Task = { _ in }
  private var stepTask: LanePool.Task = { _ in }

  private var laneTime = Stopwatch()
  private var optimizerTime = Stopwatch()

  /// - Parameter valueNoise: what K-FAC draws the critic's targets with.
  package init(
    policy: Policy, rollout: RolloutStorage, objective: any Objective,
    configuration: TrainingConfiguration, pool: LanePool, valueNoise: (any ValueNoise)? = nil
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
    let groups = Self.headGroups(policy: policy, objective: objective, learning: learning)
    let schedule = MinibatchSchedule(
      steps: rollout.steps, environments: rollout.environments,
      sequenceLength: configuration.sequenceLength, minibatchCount: configuration.minibatchCount,
      shardCount: configuration.sharding.updateShards(
        sequences: sequences, sequenceLength: configuration.sequenceLength,
        groups: groups.count))
    self.schedule = schedule
    let count = policy.layout.count
    let weightDecay = learning.optimizer.weightDecay
    let kfac = learning.optimizer.curvature.map {
      KFAC(
        policy: policy, configuration: $0, weightDecay: weightDecay,
        sequenceLength: configuration.sequenceLength, shardCount: schedule.shardCount, pool: pool)
    }
    self.kfac = kfac
    let (arena, buffers) = Arena.carve { carver in
      (
        parts: carver.matrix(rows: schedule.shardCount, columns: count),
        gradient: carver.matrix(rows: 1, columns: schedule.shardCount == 1 ? 0 : count),
        oldParameters: carver.matrix(rows: 1, columns: kfac == nil ? 0 : count)
      )
    }
    self.arena = arena
    parts = buffers.parts
    gradient = schedule.shardCount == 1 ? buffers.parts.row(0) : buffers.gradient
    descent = gradient
    oldParameters = buffers.oldParameters
    shards = (0..<schedule.shardCount * groups.count).map { shard in
      let part = shard / groups.count
      return LearnerShard(
        part: part, heads: groups[shard % groups.count], policy: policy, rollout: rollout,
        schedule: schedule, gradient: buffers.parts.row(part)
      ) { rows in
        kfac.map {
          FisherPass(
            policy: policy, configuration: configuration, layout: $0.layout,
            noise: valueNoise ?? DrawnNoise(), shard: part, rows: rows,
            sums: $0.parts.row(part))
        }
      }
    }
    chunks = ParameterChunk.chunks(
      of: policy.layout, learning: learning, groups: groups)
    chunkSquares = SharedNumbers(count: chunks.count)
    makeTasks()
  }

  /// The networks that shards go through, in turn. An actor and a critic that share no parameters are
  /// shards of their own: a lane then reads and changes half of the parameters, which stay in its
  /// processor's cache with their gradients and moments.
  private static func headGroups(
    policy: Policy, objective: any Objective, learning: LearningConfiguration
  ) -> [HeadSet] {
    let areApart =
      policy.layout.slots.allSatisfy { $0.heads != .both } && !objective.actorFollowsCritic
      && learning.optimizer.curvature == nil
    return areApart ? [.actor, .critic] : [.both]
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
    shards[shard].time.start()
    defer { shards[shard].time.stop() }
    let step = optimizer.stepCount
    shards[shard].differentiate(
      objective, schedule: schedule, minibatch: minibatch,
      fisherStep: kfac?.isSampled(step: step) == true ? step : nil, policy: policy,
      rollout: rollout)
    guard parts.rows == 1 else { return }
    // What the shard wrote is the whole gradient of its parameters.
    for chunk in chunks.indices where chunks[chunk].heads == shards[shard].heads {
      sum(chunk: chunk)
    }
  }

  /// Takes an optimizer step with learning rates times `learningRateScale`: along the gradient, clipped
  /// by its global norm, or along what K-FAC makes of it.
  package func step(learningRateScale: Double) throws(TrainingError) -> StepReport {
    optimizerTime.start()
    defer { optimizerTime.stop() }
    if parts.rows > 1 { run(sumTask) }
    let norm = chunkSquares.sum.squareRoot()
    guard norm.isFinite else { throw describeBadGradient() }
    guard let kfac else {
      descend(
        along: gradient, scale: min(1, learning.maximumGradientNorm / (norm + 1e-6)),
        learningRateScale: learningRateScale)
      return StepReport(gradientNorm: norm)
    }
    return StepReport(
      gradientNorm: norm,
      curvature: try naturalStep(
        kfac, learningRate: learning.learningRate * learningRateScale,
        sampleCount: schedule.sampleCount(minibatch: minibatch)
      ) { scale in
        descend(
          along: kfac.direction, scale: scale,
          learningRateScale: learningRateScale * (1 - kfac.configuration.momentum))
      })
  }

  private func descend(along direction: Matrix, scale: Double, learningRateScale: Double) {
    descent = direction
    gradientScale = Float(scale)
    self.learningRateScale = learningRateScale
    optimizer.stepCount += 1
    run(stepTask)
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
    if parts.rows > 1 { parts.sumParts(columns: range, into: gradient) }
    chunkSquares[chunk] = gradient.columns(range).sumOfSquares
  }

  private func step(chunk: Int) {
    optimizer.update(
      policy.parameters, gradients: descent, range: chunks[chunk].range,
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
