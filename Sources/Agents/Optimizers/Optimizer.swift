import Tensors

/// Turns gradients into steps over flat buffers of one layout.
///
/// A step is made range by range, so that ranges can have learning rates of their own and threads can
/// share the work; every value is its own sum, whatever the ranges.
package protocol Optimizer: AnyObject, Sendable {
  /// The number of steps begun.
  var stepCount: Int { get set }
  /// What has to be kept between steps, by name, each [1, count].
  var state: [(name: String, values: Matrix)] { get }
  /// Changes the parameters of `range` by the gradient times `scale`. Called after `stepCount` was
  /// raised, once for each value.
  func update(
    _ parameters: Matrix, gradients: Matrix, range: Range<Int>, learningRate: Double, scale: Float)
}

extension OptimizerConfiguration {
  /// An optimizer for flat buffers of `count` values.
  package func makeOptimizer(count: Int) -> any Optimizer {
    switch rule {
    case .adam: Adam(self, count: count)
    case .rmsprop: RMSprop(self, count: count)
    case .kfac: Momentum(kfac?.momentum ?? KFACConfiguration().momentum, count: count)
    }
  }
}

/// Adam with bias correction (Kingma and Ba 2015, algorithm 1).
package final class Adam: Optimizer, @unchecked Sendable {
  package var stepCount = 0 {
    didSet {
      bias = AdamBias(
        beta1: configuration.beta1, beta2: configuration.beta2, stepCount: stepCount)
    }
  }
  private let configuration: OptimizerConfiguration
  private let arena: Arena
  private let first, second: Matrix  // [1, count]
  /// The corrections of the current step, the same for all ranges.
  private var bias: AdamBias

  package init(_ configuration: OptimizerConfiguration, count: Int) {
    self.configuration = configuration
    bias = AdamBias(beta1: configuration.beta1, beta2: configuration.beta2, stepCount: 0)
    let (arena, moments) = Arena.carve { carver in
      (carver.matrix(rows: 1, columns: count), carver.matrix(rows: 1, columns: count))
    }
    self.arena = arena
    (first, second) = moments
  }

  package var state: [(name: String, values: Matrix)] {
    [("first_moment", first), ("second_moment", second)]
  }

  package func update(
    _ parameters: Matrix, gradients: Matrix, range: Range<Int>, learningRate: Double, scale: Float
  ) {
    let first = first.columns(range)
    parameters.columns(range).applyAdam(
      gradients: gradients.columns(range), first: first, second: second.columns(range),
      step: AdamStep(
        learningRate: learningRate, beta1: configuration.beta1, beta2: configuration.beta2,
        epsilon: configuration.epsilon, weightDecay: configuration.weightDecay, bias: bias,
        gradientScale: scale))
  }
}

/// RMSprop as in PyTorch or, where the configuration says so, as in TensorFlow.
package final class RMSprop: Optimizer, @unchecked Sendable {
  package var stepCount = 0
  private let configuration: OptimizerConfiguration
  private let arena: Arena
  private let squares: Matrix  // [1, count]
  private let momentum: Matrix?  // [1, count]

  package init(_ configuration: OptimizerConfiguration, count: Int) {
    self.configuration = configuration
    let (arena, buffers) = Arena.carve { carver in
      (
        carver.matrix(rows: 1, columns: count),
        configuration.momentum > 0 ? carver.matrix(rows: 1, columns: count) : nil
      )
    }
    self.arena = arena
    (squares, momentum) = buffers
    if configuration.isTensorFlowLike { squares.fill(1) }
  }

  package var state: [(name: String, values: Matrix)] {
    [("squares", squares)] + (momentum.map { [("momentum", $0)] } ?? [])
  }

  package func update(
    _ parameters: Matrix, gradients: Matrix, range: Range<Int>, learningRate: Double, scale: Float
  ) {
    parameters.columns(range).applyRMSprop(
      gradients: gradients.columns(range), squares: squares.columns(range),
      momentumBuffer: momentum?.columns(range),
      step: RMSpropStep(
        learningRate: learningRate, alpha: configuration.alpha, epsilon: configuration.epsilon,
        isEpsilonInside: configuration.isTensorFlowLike, momentum: configuration.momentum,
        weightDecay: configuration.weightDecay, gradientScale: scale))
  }
}

/// Gradient descent with momentum, which is the last part of a step of K-FAC.
package final class Momentum: Optimizer, @unchecked Sendable {
  package var stepCount = 0
  private let momentum: Double
  private let arena: Arena
  private let buffer: Matrix  // [1, count]

  package init(_ momentum: Double, count: Int) {
    self.momentum = momentum
    (arena, buffer) = Arena.carve { $0.matrix(rows: 1, columns: count) }
  }

  package var state: [(name: String, values: Matrix)] { [("momentum", buffer)] }

  package func update(
    _ parameters: Matrix, gradients: Matrix, range: Range<Int>, learningRate: Double, scale: Float
  ) {
    parameters.columns(range).applyMomentum(
      gradients: gradients.columns(range), buffer: buffer.columns(range),
      learningRate: Float(learningRate), momentum: Float(momentum), scale: scale)
  }
}
