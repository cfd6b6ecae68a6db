import Models
import Storage
import Tensors

/// Proximal policy optimisation with the clipped objective (Schulman et al. 2017, algorithm 1).
package final class PPO: Algorithm, @unchecked Sendable {
  package static let name = AlgorithmName.ppo
  package let learner: GradientLearner
  package var random: RandomStream
  private let context: LearningContext
  private let objective: ClippedObjective
  private var penalty: DivergencePenalty?
  private let refresher: StateRefresher?
  /// What the log-probabilities of the rollout's actions are now, [T, N]; nil where nobody asks.
  private let present: Matrix?
  private let arena: Arena

  package init(_ context: LearningContext) {
    self.context = context
    random = context.makeRandomStream()
    objective = ClippedObjective(context.configuration)
    let (rollout, followsPolicy) = (
      context.rollout, context.configuration.returns.estimator == .vtrace
    )
    let (arena, present) = Arena.carve {
      $0.matrix(rows: followsPolicy ? rollout.steps : 0, columns: rollout.environments)
    }
    self.arena = arena
    self.present = followsPolicy ? present : nil
    let settings = context.configuration.ppo
    refresher = settings.refreshesStates ? StateRefresher(context) : nil
    penalty = settings.klPenalty.map {
      DivergencePenalty(coefficient: $0, target: settings.klTarget)
    }
    learner = GradientLearner(context, objective: objective)
  }

  /// The settings that the original work's README gives for MuJoCo, spread over eight environments.
  package static func setDefaults(of configuration: inout TrainingConfiguration) {
    configuration.ppo.minibatchCount = configuration.policy.isRecurrent ? 4 : 32
  }

  package static func comparesDistributions(_ configuration: TrainingConfiguration) -> Bool {
    configuration.ppo.klPenalty != nil
  }

  /// The weight of the penalty, where it adapts.
  package var coefficients: [(name: String, value: Double)] {
    get {
      guard let penalty, penalty.target != nil else { return [] }
      return [("kl_penalty", penalty.coefficient)]
    }
    set {
      guard let value = newValue.first?.value else { return }
      let range = DivergencePenalty.range
      penalty?.coefficient = min(max(value, range.lowerBound), range.upperBound)
    }
  }

  /// Added to the deviation that advantages are divided by.
  private static let advantageEpsilon = 1e-5

  package static var learnsOnce: Bool { false }

  package static func passes(_ configuration: TrainingConfiguration) -> UpdatePasses {
    UpdatePasses(
      epochCount: configuration.ppo.epochCount, minibatchCount: configuration.ppo.minibatchCount)
  }

  package func update(
    remaining: Double, isCancelled: () -> Bool
  ) throws(TrainingError) -> UpdateStatistics? {
    let (configuration, settings) = (context.configuration, context.configuration.ppo)
    let learningRateScale = configuration.learning.learningRateScale(remaining: remaining)
    objective.clip = Float(settings.clip * (settings.usesLinearClipDecay ? remaining : 1))
    objective.divergenceCoefficient = penalty.map { Float($0.coefficient) }
    prepare { $0.computeReturns(configuration.returns) }

    var statistics = learner.makeStatistics(
      learningRate: configuration.learning.learningRate(remaining: remaining))
    epochs: for epoch in 0..<settings.epochCount {
      if epoch > 0 { refresher?.run() }
      if let present, epoch > 0 {
        learner.recomputeLogProbabilities(into: present)
        prepare { $0.computeVTrace(configuration.returns, logProbabilities: present) }
      }
      learner.shuffle(using: &random)
      for minibatch in 0..<settings.minibatchCount {
        if isCancelled() { return nil }
        let losses = learner.differentiate(
          minibatch: minibatch,
          advantageEpsilon: settings.advantageNormalization == .minibatch
            ? Self.advantageEpsilon : nil)
        statistics.store(losses)
        if let target = settings.targetKL, losses.approximateKL > 1.5 * target { break epochs }
        statistics.store(try learner.step(learningRateScale: learningRateScale))
      }
    }
    if penalty?.target != nil { penalty?.adapt(to: learner.measureDivergence()) }
    return statistics
  }

  /// Computes returns and advantages by calling `body`.
  private func prepare(_ body: (RolloutStorage) -> Void) {
    let normalizes = context.configuration.ppo.advantageNormalization == .rollout
    learner.prepare { rollout in
      body(rollout)
      if normalizes { rollout.normalizeAdvantages(epsilon: Float(Self.advantageEpsilon)) }
    }
  }
}
