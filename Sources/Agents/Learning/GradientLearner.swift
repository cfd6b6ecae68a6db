import Lanes
import Models
import Settings
import Storage
import Tensors

/// Turns minibatches into steps of the parameters: the gradient of a minibatch, and a step along it by
/// the rule of the configuration.
///
/// Everything is sized once: a minibatch and a step allocate nothing.
public final class GradientLearner: @unchecked Sendable {
  /// The minibatches' gradients.
  let minibatches: MinibatchGradient
  /// How steps are made of them.
  let rule: any StepRule
  private let rollout: RolloutStorage
  private var returnsTime = Stopwatch()
  private var stepTime = Stopwatch()

  /// - Parameter objective: what steps make smaller.
  public convenience init(_ context: LearningContext, objective: any Objective) {
    self.init(context, objective: objective, valueNoise: nil)
  }

  /// - Parameter valueNoise: what K-FAC draws the critic's targets with; nil stands for streams.
  package init(
    _ context: LearningContext, objective: any Objective, valueNoise: (any ValueNoise)?
  ) {
    let (policy, rollout) = (context.policy, context.rollout)
    let configuration = context.configuration
    self.rollout = rollout
    let groups = Self.headGroups(policy, objective, configuration.learning)
    let sequences =
      MinibatchSchedule.sequenceCount(
        steps: rollout.steps, environments: rollout.environments,
        sequenceLength: configuration.sequenceLength) / configuration.minibatchCount
    let schedule = MinibatchSchedule(
      steps: rollout.steps, environments: rollout.environments,
      sequenceLength: configuration.sequenceLength, minibatchCount: configuration.minibatchCount,
      shardCount: configuration.sharding.updateShards(
        sequences: sequences, sequenceLength: configuration.sequenceLength, groups: groups.count))
    let descent = Descent(context, groups: groups)
    rule = configuration.learning.optimizer.makeStepRule(
      context, descent: descent, shardCount: schedule.shardCount, valueNoise: valueNoise)
    minibatches = MinibatchGradient(
      context, objective: objective, schedule: schedule, groups: groups, chunks: descent.chunks,
      makeCurvaturePass: rule.makeCurvaturePass)
  }

  /// The heads that shards go through, in turn. An actor and a critic that share no parameters are
  /// shards of their own: a lane then reads and changes half of the parameters, which stay in its
  /// processor's cache with their gradients and moments.
  private static func headGroups(
    _ policy: Policy, _ objective: any Objective, _ learning: LearningConfiguration
  ) -> [HeadSet] {
    let areApart =
      !policy.sharesParameters && !objective.actorReadsValues
      && learning.optimizer.curvature == nil
    return areApart ? [.actor, .critic] : [.both]
  }

  package var optimizer: any Optimizer { rule.descent.optimizer }
  /// The gradient of the last minibatch, once a step was taken; [1, count].
  package var gradient: Matrix { minibatches.gradient }
  /// The number of minibatches in a pass over the rollout.
  public var minibatchCount: Int { minibatches.schedule.minibatchCount }

  /// Computes the rollout's returns and advantages by calling `body`.
  public func prepare(_ body: (RolloutStorage) -> Void) {
    returnsTime.start()
    body(rollout)
    returnsTime.stop()
  }

  /// The report of an update that begins, once the rollout is prepared.
  public func makeStatistics(learningRate: Double) -> UpdateStatistics {
    UpdateStatistics(
      rollout: rollout, learningRate: learningRate, told: minibatches.objective.statistics)
  }

  /// Draws a new order of the samples.
  public func shuffle(using random: inout RandomStream) {
    minibatches.schedule.shuffle(using: &random)
  }

  /// Computes the gradient of the objective over a minibatch.
  ///
  /// - Parameter advantageEpsilon: nil leaves advantages as they are; else they are brought to mean 0 and
  ///   deviation 1 over the minibatch, (A - mean) / (s + epsilon) with the unbiased s.
  public func differentiate(minibatch: Int, advantageEpsilon: Double? = nil) -> LossSums {
    minibatches.differentiate(
      minibatch, advantageEpsilon: advantageEpsilon, curvatureStep: rule.nextCurvatureStep)
  }

  /// The mean over the rollout of KL(old || new), with the policy as it is now. The rollout has to keep
  /// distributions.
  public func measureDivergence() -> Double { minibatches.review(present: nil).mean(.divergence) }

  /// Writes the log-probability that each of the rollout's actions has now, [T, N].
  public func recomputeLogProbabilities(into logProbabilities: Matrix) {
    _ = minibatches.review(present: logProbabilities)
  }

  /// Takes a step with learning rates times `learningRateScale` along the gradient that
  /// ``differentiate(minibatch:)`` gave last.
  ///
  /// - Throws: ``TrainingError`` where the gradient, or the step, is not finite. The parameters are then
  ///   as before.
  public func step(learningRateScale: Double) throws(TrainingError) -> StepReport {
    stepTime.start()
    defer { stepTime.stop() }
    let norm = minibatches.finish()
    guard norm.isFinite else { throw describeBadGradient() }
    return try rule.step(along: minibatches, norm: norm, learningRateScale: learningRateScale)
  }

  private func describeBadGradient() -> TrainingError {
    TrainingError(
      """
      The gradient of \(minibatches.firstBadParameter ?? "a parameter") is not a finite number \
      (minibatch \(minibatches.minibatch) of \(minibatchCount), optimizer step \
      \(optimizer.stepCount + 1)). The rewards or observations may be too large \
      (\(setting: "normalization.rewards"), \
      \(setting: "normalization.rewardScale")), or the learning rate (\(setting: "learning.learningRate")).
      """)
  }
}

extension GradientLearner {
  /// What has to be kept between steps.
  package var state: [FlatState] { rule.state }

  /// Whether time is measured, from zero.
  func measureTime(_ isMeasured: Bool) {
    returnsTime = Stopwatch(isOn: isMeasured)
    stepTime = Stopwatch(isOn: isMeasured)
    minibatches.measureTime(isMeasured)
  }

  /// Adds where the time went to `times`.
  func addTimes(to times: inout LaneTimes) {
    times.returns += returnsTime.seconds
    times.optimizer += stepTime.seconds
    minibatches.addTimes(to: &times)
  }
}
