import Models
import Tensors

/// A step along what K-FAC makes of the gradient, within its trust region.
final class NaturalStep: StepRule {
  let kfac: KFAC
  let descent: Descent
  private let context: LearningContext
  private let valueNoise: any ValueNoise
  private let arena: Arena
  /// The parameters before the last step, which may have to be taken back; [1, count].
  private let oldParameters: Matrix

  /// No step within a trust region moves the policy so far, in nats: ten thousand times the default of
  /// the trust region, so that a few improbable actions among the samples are not taken for it.
  private static let largestDivergence = 10.0

  init(
    _ context: LearningContext, _ settings: KFACConfiguration, descent: Descent, shardCount: Int,
    valueNoise: any ValueNoise
  ) {
    self.context = context
    self.descent = descent
    self.valueNoise = valueNoise
    kfac = KFAC(
      policy: context.policy, configuration: settings,
      weightDecay: context.configuration.learning.optimizer.weightDecay,
      sequenceLength: context.configuration.sequenceLength, shardCount: shardCount,
      pool: context.pool)
    let count = context.policy.layout.count
    (arena, oldParameters) = Arena.carve { $0.matrix(rows: 1, columns: count) }
  }

  var state: [FlatState] { descent.state + kfac.state }

  var nextCurvatureStep: Int? {
    let step = descent.optimizer.stepCount
    return kfac.isSampled(step: step) ? step : nil
  }

  func makeCurvaturePass(part: Int, rows: Int) -> FisherPass? {
    FisherPass(
      policy: context.policy, configuration: context.configuration, layout: kfac.layout,
      noise: valueNoise, shard: part, rows: rows, sums: kfac.parts.row(part))
  }

  func step(
    along gradient: MinibatchGradient, norm: Double, learningRateScale: Double
  ) throws(TrainingError) -> StepReport {
    let step = descent.optimizer.stepCount
    let parameters = context.policy.parameters
    let region = try kfac.precondition(
      gradient.gradient, step: step, sampleCount: gradient.sampleCount,
      learningRate: context.configuration.learning.learningRate * learningRateScale)
    oldParameters.copy(from: parameters)
    descent.run(
      along: kfac.direction, scale: region.scale,
      learningRateScale: learningRateScale * (1 - kfac.configuration.momentum))
    let divergence = gradient.measureDivergence(turn: step)
    guard divergence <= Self.largestDivergence else {
      parameters.copy(from: oldParameters)
      throw kfac.refusal(
        of: step, "the divergence of the policy from the one before is \(divergence) nats")
    }
    return StepReport(
      gradientNorm: norm,
      curvature: CurvatureReport(
        predictedKL: region.predictedKL, measuredKL: divergence, scale: region.scale,
        hits: region.scale < 1 ? 1 : 0, inputCondition: kfac.conditionNumber(.inputs),
        outputCondition: kfac.conditionNumber(.outputs)))
  }
}

extension GradientLearner {
  /// K-FAC, where steps are made by it.
  package var kfac: KFAC? { (rule as? NaturalStep)?.kfac }
}
