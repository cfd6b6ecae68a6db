import Lanes
import Models
import Tensors

/// A way to change the parameters along the gradient of a minibatch.
protocol StepRule: AnyObject, Sendable {
  /// What makes the last part of a step.
  var descent: Descent { get }
  /// What has to be kept between steps, the optimizer's included.
  var state: [FlatState] { get }
  /// The number of the coming step where curvature is to be sampled for it, counted from 0.
  var nextCurvatureStep: Int? { get }
  /// Makes the pass that samples it over a part of a minibatch; nil where there is none.
  func makeCurvaturePass(part: Int, rows: Int) -> FisherPass?
  /// Takes a step.
  ///
  /// - Parameters:
  ///   - gradient: finished, with its global `norm`, which is finite.
  ///   - learningRateScale: what learning rates are multiplied by.
  /// - Throws: where the step cannot be; the parameters are then as before.
  func step(
    along gradient: MinibatchGradient, norm: Double, learningRateScale: Double
  ) throws(TrainingError) -> StepReport
}

/// What a step tells.
public struct StepReport: Sendable {
  /// The gradient's global norm, before anything was done to it.
  public var gradientNorm: Double
  /// What K-FAC tells, where there is one.
  package var curvature: CurvatureReport?
}

extension OptimizerConfiguration {
  /// - Parameters:
  ///   - shardCount: into how many parts minibatches are cut.
  ///   - valueNoise: what K-FAC draws the critic's targets with; nil stands for streams.
  func makeStepRule(
    _ context: LearningContext, descent: Descent, shardCount: Int, valueNoise: (any ValueNoise)?
  ) -> any StepRule {
    guard let curvature else {
      return GradientStep(
        descent, largestNorm: context.configuration.learning.maximumGradientNorm)
    }
    return NaturalStep(
      context, curvature, descent: descent, shardCount: shardCount,
      valueNoise: valueNoise ?? DrawnNoise())
  }
}

/// A step along the gradient, clipped by its global norm.
final class GradientStep: StepRule {
  let descent: Descent
  private let largestNorm: Double

  init(_ descent: Descent, largestNorm: Double) {
    self.descent = descent
    self.largestNorm = largestNorm
  }

  var state: [FlatState] { descent.state }
  var nextCurvatureStep: Int? { nil }
  func makeCurvaturePass(part: Int, rows: Int) -> FisherPass? { nil }

  func step(
    along gradient: MinibatchGradient, norm: Double, learningRateScale: Double
  ) -> StepReport {
    descent.run(
      along: gradient.gradient, scale: min(1, largestNorm / (norm + 1e-6)),
      learningRateScale: learningRateScale)
    return StepReport(gradientNorm: norm)
  }
}

/// Moves the parameters along a direction by the optimizer, chunk by chunk on all lanes.
final class Descent: @unchecked Sendable {
  let optimizer: any Optimizer
  let chunks: [ParameterChunk]
  private let policy: Policy
  private let pool: LanePool

  // What the lanes read while a task runs.
  private var direction: Matrix
  private var scale: Float = 1
  private var learningRateScale = 1.0
  private var task: LanePool.Task = { _ in }

  /// - Parameter groups: the heads that shards go through in turn.
  init(_ context: LearningContext, groups: [HeadSet]) {
    let learning = context.configuration.learning
    (policy, pool) = (context.policy, context.pool)
    optimizer = learning.optimizer.makeOptimizer(count: policy.layout.count)
    chunks = ParameterChunk.chunks(of: policy.layout, learning: learning, groups: groups)
    direction = policy.parameters
    // Made once because making a closure allocates.
    task = { [unowned self] chunk in self.step(chunk: chunk) }
  }

  /// What the optimizer has to keep between steps.
  var state: [FlatState] {
    optimizer.state.map { FlatState(name: $0.name, values: $0.values, layout: policy.layout) }
  }

  /// - Parameters:
  ///   - direction: what is descended along, [1, count], times `scale`.
  ///   - learningRateScale: what the chunks' learning rates are multiplied by.
  func run(along direction: Matrix, scale: Double, learningRateScale: Double) {
    self.direction = direction
    self.scale = Float(scale)
    self.learningRateScale = learningRateScale
    optimizer.stepCount += 1
    pool.run(chunkCount: chunks.count, task)
  }

  private func step(chunk: Int) {
    optimizer.update(
      policy.parameters, gradients: direction, range: chunks[chunk].range,
      learningRate: chunks[chunk].learningRate * learningRateScale, scale: scale)
  }
}

extension LanePool {
  /// Runs a task on chunks of parameters. Small policies have few, and waking the lanes would cost more
  /// than they save.
  func run(chunkCount: Int, _ task: @escaping Task) {
    if chunkCount < 4 {
      for chunk in 0..<chunkCount { task(chunk) }
    } else {
      run(shardCount: chunkCount, task)
    }
  }
}
