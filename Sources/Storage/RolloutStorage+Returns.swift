import Tensors

extension RolloutStorage {
  /// Fills `returns`, and `advantages` with returns minus predicted values, from rewards, masks and
  /// values (row T of `values` included). V-trace is that of the policy that made the rollout; see
  /// ``computeVTrace(_:logProbabilities:)``.
  public func computeReturns(_ configuration: ReturnConfiguration) {
    switch configuration.estimator {
    case .gae: for index in 0..<environments { computeAdvantageEstimates(configuration, index) }
    case .nStep: for index in 0..<environments { computeDiscountedSums(configuration, index) }
    case .tdLambda: for index in 0..<environments { computeLambdaReturns(configuration, index) }
    case .vtrace: return computeVTrace(configuration, logProbabilities: logProbabilities)
    }
    for step in 0..<steps {
      for environment in 0..<environments {
        advantages[step, environment] = returns[step, environment] - values[step, environment]
      }
    }
  }

  /// The reward of a step, with the discounted value of the final observation where the step was cut
  /// off and that value counts.
  func reward(_ step: Int, _ environment: Int, _ configuration: ReturnConfiguration)
    -> Double
  {
    let reward = Double(rewards[step, environment])
    guard configuration.timeLimits == .bootstrap else { return reward }
    return reward + configuration.gamma * Double(finalValues[step, environment])
  }

  /// A_t = δ_t + γ λ m_{t+1} A_{t+1} with δ_t = r_t + γ m_{t+1} V_{t+1} - V_t (Schulman et al. 2016,
  /// equations 11 to 16).
  private func computeAdvantageEstimates(
    _ configuration: ReturnConfiguration, _ environment: Int
  ) {
    var advantage = 0.0
    for step in stride(from: steps - 1, through: 0, by: -1) {
      let mask = Double(masks[step + 1, environment])
      let value = Double(values[step, environment])
      let nextValue = Double(values[step + 1, environment])
      let delta =
        reward(step, environment, configuration) + configuration.gamma * mask * nextValue - value
      advantage = delta + configuration.gamma * configuration.gaeLambda * mask * advantage
      if configuration.timeLimits == .skip && truncations[step, environment] == 1 { advantage = 0 }
      returns[step, environment] = Float(advantage + value)
    }
  }

  /// R_t = r_t + γ m_{t+1} R_{t+1} with R_T = V_T.
  private func computeDiscountedSums(_ configuration: ReturnConfiguration, _ environment: Int) {
    var sum = Double(values[steps, environment])
    for step in stride(from: steps - 1, through: 0, by: -1) {
      let mask = Double(masks[step + 1, environment])
      sum = reward(step, environment, configuration) + configuration.gamma * mask * sum
      if configuration.timeLimits == .skip && truncations[step, environment] == 1 {
        sum = Double(values[step, environment])
      }
      returns[step, environment] = Float(sum)
    }
  }

  /// G_t = r_t + γ m_{t+1} ((1 - λ) V_{t+1} + λ G_{t+1}) with G_T = V_T (Sutton and Barto 2018, section
  /// 12.1, in its recursive form).
  private func computeLambdaReturns(_ configuration: ReturnConfiguration, _ environment: Int) {
    let lambda = configuration.gaeLambda
    var target = Double(values[steps, environment])
    for step in stride(from: steps - 1, through: 0, by: -1) {
      let mask = Double(masks[step + 1, environment])
      let nextValue = Double(values[step + 1, environment])
      let next = (1 - lambda) * nextValue + lambda * target
      target = reward(step, environment, configuration) + configuration.gamma * mask * next
      if configuration.timeLimits == .skip && truncations[step, environment] == 1 {
        target = Double(values[step, environment])
      }
      returns[step, environment] = Float(target)
    }
  }

  /// 1 - var(returns - values) / var(returns) with population variances: 1 where the critic predicts
  /// every return, 0 where it does no better than their mean. NaN where all returns are equal.
  public var explainedVariance: Double {
    var sums = (returns: 0.0, squares: 0.0, errors: 0.0, squaredErrors: 0.0)
    for step in 0..<steps {
      for environment in 0..<environments {
        let value = Double(returns[step, environment])
        let error = value - Double(values[step, environment])
        sums.returns += value
        sums.squares += value * value
        sums.errors += error
        sums.squaredErrors += error * error
      }
    }
    let count = Double(sampleCount)
    let variance = sums.squares / count - (sums.returns / count) * (sums.returns / count)
    let errorVariance = sums.squaredErrors / count - (sums.errors / count) * (sums.errors / count)
    return variance > 0 ? 1 - errorVariance / variance : .nan
  }

  /// Shifts and scales the advantages to mean 0 and (unbiased) standard deviation 1.
  public func normalizeAdvantages(epsilon: Float) {
    advantages.reshaped(rows: 1, columns: sampleCount).standardize(epsilon: epsilon)
  }
}
