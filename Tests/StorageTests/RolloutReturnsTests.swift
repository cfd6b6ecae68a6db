import Foundation
import Spaces
import Storage
import Tensors
import Testing

/// Returns against their definitions as sums over whole futures, in double precision. Returns here are
/// below 20, so single precision keeps them to 2e-6.
@Suite struct RolloutReturnsTests {
  private static let steps = 24
  private static let environments = 5

  /// Random rewards and values; episodes that end by themselves and by a time limit.
  static func makeRollout() -> RolloutStorage {
    let rollout = RolloutStorage(
      steps: steps, environments: environments, observation: .vector(0), hiddenStateSize: 0,
      actionSize: 0)
    var random = RandomStream(seed: 8, purpose: .environment)
    for index in 0..<rollout.sampleCount {
      rollout.rewards[index] = Float(random.uniform(-1, 1))
      let end = random.uniform()
      rollout.masks[index + environments] = end < 0.3 ? 0 : 1
      rollout.truncations[index] = end < 0.15 ? 1 : 0
      rollout.finalValues[index] = end < 0.15 ? Float(random.uniform(-5, 5)) : 0
    }
    rollout.masks.row(0).fill(1)
    for index in 0..<rollout.values.count { rollout.values[index] = Float(random.uniform(-5, 5)) }
    return rollout
  }

  private static func configuration(
    _ estimator: ReturnEstimator, _ timeLimits: TimeLimitTreatment = .bootstrap
  ) -> ReturnConfiguration {
    var configuration = ReturnConfiguration()
    configuration.gamma = 0.9
    configuration.gaeLambda = 0.8
    configuration.estimator = estimator
    configuration.timeLimits = timeLimits
    return configuration
  }

  /// The rewards from `step` to the end of the episode or after `count` steps, whichever comes first,
  /// and what follows: the value of where they lead, of an episode's own last observation where a time
  /// limit cut it, or nothing.
  private static func truncatedReturn(
    _ rollout: RolloutStorage, from step: Int, _ environment: Int, count: Int, gamma: Double,
    _ timeLimits: TimeLimitTreatment
  ) -> Double {
    var sum = 0.0
    var discount = 1.0
    for time in step..<min(step + count, steps) {
      sum += discount * Double(rollout.rewards[time, environment])
      discount *= gamma
      if rollout.masks[time + 1, environment] == 0 {
        let isCut = rollout.truncations[time, environment] == 1
        let next = isCut && timeLimits == .bootstrap ? rollout.finalValues[time, environment] : 0
        return sum + discount * Double(next)
      }
    }
    return sum + discount * Double(rollout.values[min(step + count, steps), environment])
  }

  @Test(arguments: [TimeLimitTreatment.bootstrap, .terminate])
  func `n-step returns are discounted sums up to the end of the episode or rollout`(
    _ timeLimits: TimeLimitTreatment
  ) {
    let rollout = Self.makeRollout()
    let configuration = Self.configuration(.nStep, timeLimits)
    rollout.computeReturns(configuration)
    for step in 0..<Self.steps {
      for environment in 0..<Self.environments {
        let expected = Self.truncatedReturn(
          rollout, from: step, environment, count: Self.steps, gamma: 0.9, timeLimits)
        #expect(abs(Double(rollout.returns[step, environment]) - expected) < 2e-6)
        #expect(
          rollout.advantages[step, environment]
            == rollout.returns[step, environment] - rollout.values[step, environment])
      }
    }
  }

  /// Schulman et al. 2016, equation 16: the returns after 1, 2, 3, ... steps, weighted by
  /// (1 - λ) λ^(k-1), the last with all the weight that is left.
  @Test(arguments: [TimeLimitTreatment.bootstrap, .terminate], [ReturnEstimator.gae, .tdLambda])
  func `generalised estimates and TD(lambda) are weighted means of returns after so many steps`(
    _ timeLimits: TimeLimitTreatment, _ estimator: ReturnEstimator
  ) {
    let rollout = Self.makeRollout()
    rollout.computeReturns(Self.configuration(estimator, timeLimits))
    for step in 0..<Self.steps {
      for environment in 0..<Self.environments {
        var left = 1.0
        var expected = 0.0
        for count in 1...Self.steps - step {
          let weight = count == Self.steps - step ? left : left * (1 - 0.8)
          expected +=
            weight
            * Self.truncatedReturn(
              rollout, from: step, environment, count: count, gamma: 0.9, timeLimits)
          left *= 0.8
        }
        #expect(abs(Double(rollout.returns[step, environment]) - expected) < 2e-6)
      }
    }
  }

  @Test(arguments: ReturnEstimator.allCases, [TimeLimitTreatment.bootstrap, .skip, .terminate])
  func `nothing flows back from the next episode`(
    estimator: ReturnEstimator, timeLimits: TimeLimitTreatment
  ) {
    let rollout = Self.makeRollout()
    let end = 10
    for environment in 0..<Self.environments {
      rollout.masks[end + 1, environment] = 0
      rollout.truncations[end, environment] = environment % 2 == 0 ? 1 : 0
    }
    rollout.computeReturns(Self.configuration(estimator, timeLimits))
    let before = rollout.returns.rows(0..<end + 1).values
    for step in end + 1..<Self.steps {
      rollout.rewards.row(step).fill(100)
      rollout.values.row(step).fill(-100)
    }
    rollout.values.row(Self.steps).fill(1000)
    rollout.computeReturns(Self.configuration(estimator, timeLimits))
    #expect(rollout.returns.rows(0..<end + 1).values == before)
    #expect(rollout.returns.row(end + 1)[0] != 0)
  }

  @Test(arguments: ReturnEstimator.allCases)
  func `a time limit is no failure: the last step's return holds the value of its observation`(
    estimator: ReturnEstimator
  ) {
    let rollout = Self.makeRollout()
    rollout.masks[11, 0] = 0
    rollout.truncations[10, 0] = 1
    rollout.finalValues[10, 0] = 4
    rollout.computeReturns(Self.configuration(estimator))
    #expect(abs(rollout.returns[10, 0] - (rollout.rewards[10, 0] + 0.9 * 4)) < 1e-6)
    #expect(rollout.advantages[10, 0] != 0)
    rollout.computeReturns(Self.configuration(estimator, .terminate))
    #expect(rollout.returns[10, 0] == rollout.rewards[10, 0])
    rollout.computeReturns(Self.configuration(estimator, .skip))
    #expect(rollout.returns[10, 0] == rollout.values[10, 0] && rollout.advantages[10, 0] == 0)
  }

  @Test func `explained variance is 1 for a perfect critic and 0 for a constant one`() {
    let rollout = Self.makeRollout()
    rollout.computeReturns(Self.configuration(.nStep))
    let returns = rollout.returns.values.map(Double.init)
    let mean = returns.reduce(0, +) / Double(returns.count)
    func variance(_ values: [Double]) -> Double {
      let mean = values.reduce(0, +) / Double(values.count)
      return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
    }
    let errors = rollout.advantages.values.map(Double.init)
    #expect(abs(rollout.explainedVariance - (1 - variance(errors) / variance(returns))) < 1e-6)
    rollout.values.fill(Float(mean))
    #expect(abs(rollout.explainedVariance) < 1e-6)
    rollout.values.rows(0..<Self.steps).copy(from: rollout.returns)
    #expect(rollout.explainedVariance == 1)
    rollout.returns.fill(3)
    #expect(rollout.explainedVariance.isNaN)
  }

  @Test func `normalised advantages have mean 0 and unbiased deviation 1`() {
    let rollout = Self.makeRollout()
    rollout.computeReturns(Self.configuration(.gae))
    rollout.normalizeAdvantages(epsilon: 1e-5)
    let values = rollout.advantages.values.map(Double.init)
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
    // Epsilon is added to a deviation of about 3.
    #expect(abs(mean) < 1e-6 && abs(variance - 1) < 2e-5)
  }

  @Test func `the next rollout begins with the last moment of this one`() {
    let rollout = RolloutStorage(
      steps: 3, environments: 2, observation: .vector(4), hiddenStateSize: 5, actionSize: 1)
    for matrix in [rollout.observations.numbers, rollout.hiddenStates, rollout.masks] {
      for index in 0..<matrix.count { matrix[index] = Float(index + 1) }
    }
    rollout.beginNextRollout()
    #expect(
      rollout.observations.rows(0..<2).numbers.values
        == rollout.observations.rows(6..<8).numbers.values)
    #expect(rollout.observations.numbers[0, 0] == 25)
    #expect(rollout.hiddenStates.rows(0..<2).values == rollout.hiddenStates.rows(6..<8).values)
    #expect(rollout.masks.row(0).values == [7, 8])
    #expect(rollout.masks(step: 2, environments: 1..<2).values == [6])
  }
}
