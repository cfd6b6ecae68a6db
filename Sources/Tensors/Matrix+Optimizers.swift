import CKernels
import Foundation

/// What Adam's moments miss of the means they stand for, because they began at zero.
package struct AdamBias: Sendable {
  fileprivate let first, second: Double

  /// - Parameter stepCount: the number of the step, from 1.
  package init(beta1: Double, beta2: Double, stepCount: Int) {
    first = 1 - pow(beta1, Double(stepCount))
    second = 1 - pow(beta2, Double(stepCount))
  }
}

/// One step of Adam, its bias corrections worked out in double precision.
package struct AdamStep: Sendable {
  fileprivate let settings: ck_adam_settings

  package init(
    learningRate: Double, beta1: Double, beta2: Double, epsilon: Double, weightDecay: Double,
    bias: AdamBias, gradientScale: Float
  ) {
    settings = ck_adam_settings(
      step_size: Float(learningRate / bias.first),
      correction: Float(1 / bias.second.squareRoot()),
      beta1: Float(beta1), beta2: Float(beta2),
      one_minus_beta1: Float(1 - beta1), one_minus_beta2: Float(1 - beta2),
      epsilon: Float(epsilon), scale: gradientScale, weight_decay: Float(weightDecay))
  }
}

/// One step of RMSprop.
package struct RMSpropStep: Sendable {
  fileprivate let settings: ck_rmsprop_settings

  package init(
    learningRate: Double, alpha: Double, epsilon: Double, isEpsilonInside: Bool, momentum: Double,
    weightDecay: Double, gradientScale: Float
  ) {
    settings = ck_rmsprop_settings(
      learning_rate: Float(learningRate), alpha: Float(alpha), one_minus_alpha: Float(1 - alpha),
      epsilon: Float(epsilon), momentum: Float(momentum), scale: gradientScale,
      weight_decay: Float(weightDecay), epsilon_inside: isEpsilonInside ? 1 : 0)
  }
}

extension Matrix {
  /// Changes these parameters, [1, n], by one step; all matrices have the same shape without gaps.
  package func applyAdam(gradients: Matrix, first: Matrix, second: Matrix, step: AdamStep) {
    assert(gradients.count == count && first.count == count && second.count == count)
    unsafe withUnsafePointer(to: step.settings) {
      unsafe ck_adam(base, first.base, second.base, gradients.base, count, $0)
    }
  }

  /// The same for RMSprop.
  package func applyRMSprop(
    gradients: Matrix, squares: Matrix, momentumBuffer: Matrix?, step: RMSpropStep
  ) {
    assert(gradients.count == count && squares.count == count)
    unsafe withUnsafePointer(to: step.settings) {
      unsafe ck_rmsprop(base, squares.base, momentumBuffer?.base, gradients.base, count, $0)
    }
  }
  /// The same for gradient descent with momentum, the gradients times `scale`.
  package func applyMomentum(
    gradients: Matrix, buffer: Matrix, learningRate: Float, momentum: Float, scale: Float
  ) {
    assert(gradients.count == count && buffer.count == count)
    unsafe ck_momentum(
      base, buffer.base, gradients.base, count, learningRate, momentum, scale)
  }
}
