import Foundation
import Tensors

extension RolloutStorage {
  /// Fills `returns` and `advantages` with those of a policy that has moved on since the rollout was made
  /// (V-trace, Espeholt et al. 2018, section 4.1 and remark 2). With the ratio r_t of an action's
  /// probabilities now and then, predictions V and discounts γ, which are 0 at an episode's end,
  ///
  ///     v_t = V_t + min(ρ, r_t) (R_t + γ V_{t+1} - V_t) + γ λ min(c, r_t) (v_{t+1} - V_{t+1})
  ///     A_t = R_t + γ v_{t+1} - V_t
  ///
  /// are the returns and the advantages. The paper multiplies A_t by min(ρ, r_t) where it follows the
  /// gradient of log-probabilities; an objective of ratios, as PPO's, has that factor itself.
  ///
  /// - Parameter logProbabilities: of the rollout's actions under the policy as it is now, [T, N].
  public func computeVTrace(
    _ configuration: ReturnConfiguration, logProbabilities present: Matrix
  ) {
    for environment in 0..<environments {
      computeVTrace(configuration, present, environment)
    }
  }

  private func computeVTrace(
    _ configuration: ReturnConfiguration, _ present: Matrix, _ environment: Int
  ) {
    let gamma = configuration.gamma
    var nextTarget = Double(values[steps, environment])
    for step in stride(from: steps - 1, through: 0, by: -1) {
      let value = Double(values[step, environment])
      let nextValue = Double(values[step + 1, environment])
      if configuration.timeLimits == .skip && truncations[step, environment] == 1 {
        (returns[step, environment], advantages[step, environment]) = (Float(value), 0)
        nextTarget = value
        continue
      }
      let weights = configuration.vtraceWeights(
        logRatio: Double(present[step, environment])
          - Double(logProbabilities[step, environment]))
      let discount = gamma * Double(masks[step + 1, environment])
      let reward = reward(step, environment, configuration)
      let error = weights.error * (reward + discount * nextValue - value)
      advantages[step, environment] = Float(reward + discount * nextTarget - value)
      nextTarget = value + error + discount * weights.trace * (nextTarget - nextValue)
      returns[step, environment] = Float(nextTarget)
    }
  }
}

extension ReturnConfiguration {
  /// What V-trace weighs a step's own error by, min(ρ, r), and those after it, λ min(c, r), given log r.
  package func vtraceWeights(logRatio: Double) -> (error: Double, trace: Double) {
    let ratio = exp(logRatio)
    return (min(vtraceRho, ratio), gaeLambda * min(vtraceC, ratio))
  }
}
