import Foundation
import Storage
import Tensors
import Testing

/// V-trace against its definition as a sum over the future (Espeholt et al. 2018, equation 1), in double
/// precision. Returns here are below 100, so single precision keeps them to 1e-5.
@Suite struct VTraceTests {
  private static func configuration(
    lambda: Double = 0.8, rho: Double = 1.6, c: Double = 1.2,
    _ timeLimits: TimeLimitTreatment = .bootstrap
  ) -> ReturnConfiguration {
    var configuration = ReturnConfiguration()
    configuration.gamma = 0.9
    configuration.estimator = .vtrace
    configuration.gaeLambda = lambda
    configuration.vtraceRho = rho
    configuration.vtraceC = c
    configuration.timeLimits = timeLimits
    return configuration
  }

  /// A rollout and what its actions' log-probabilities have become: ratios from about 0.1 to 10.
  private static func makeRollout() -> (rollout: RolloutStorage, present: Matrix, arena: Arena) {
    let rollout = RolloutReturnsTests.makeRollout()
    let (arena, present) = Arena.carve {
      $0.matrix(rows: rollout.steps, columns: rollout.environments)
    }
    var random = RandomStream(seed: 9, purpose: .environment)
    for index in 0..<rollout.sampleCount {
      rollout.logProbabilities[index] = Float(random.uniform(-3, 0))
      present[index] = rollout.logProbabilities[index] + Float(random.normal())
    }
    return (rollout, present, arena)
  }

  @Test(arguments: [(0.8, 1.6, 1.2), (1, 1, 1), (0, 1, 1), (1, 1e9, 1e9), (1, 1, 0)])
  func `targets are predictions and the sum of all later errors, each with its weight`(
    lambda: Double, rho: Double, c: Double
  ) {
    let (rollout, present, arena) = Self.makeRollout()
    defer { withExtendedLifetime(arena) {} }
    let configuration = Self.configuration(lambda: lambda, rho: rho, c: c)
    rollout.computeVTrace(configuration, logProbabilities: present)
    let largest = rollout.returns.values.reduce(1) { max($0, abs($1)) }
    for environment in 0..<rollout.environments {
      func value(_ step: Int) -> Double { Double(rollout.values[step, environment]) }
      func ends(_ step: Int) -> Bool { rollout.masks[step + 1, environment] == 0 }
      /// What follows a step, by the predictions.
      func next(_ step: Int) -> Double {
        ends(step) ? Double(rollout.finalValues[step, environment]) : value(step + 1)
      }
      func ratio(_ step: Int) -> Double {
        exp(Double(present[step, environment] - rollout.logProbabilities[step, environment]))
      }
      func reward(_ step: Int) -> Double { Double(rollout.rewards[step, environment]) }
      for start in 0..<rollout.steps {
        var (target, weight) = (value(start), 1.0)
        for step in start..<rollout.steps {
          let error = reward(step) + 0.9 * next(step) - value(step)
          target += weight * min(rho, ratio(step)) * error
          if ends(step) { break }
          weight *= 0.9 * lambda * min(c, ratio(step))
        }
        let tolerance = 2e-6 * Double(largest) + 1e-5
        #expect(abs(Double(rollout.returns[start, environment]) - target) < tolerance)
        let isLast = ends(start) || start == rollout.steps - 1
        let following =
          isLast ? next(start) : Double(rollout.returns[start + 1, environment])
        let advantage = reward(start) + 0.9 * following - value(start)
        #expect(abs(Double(rollout.advantages[start, environment]) - advantage) < tolerance)
      }
    }
  }

  @Test(arguments: [TimeLimitTreatment.bootstrap, .skip, .terminate], [0.0, 0.8, 1])
  func `the policy that made the rollout has the returns of TD(lambda)`(
    _ timeLimits: TimeLimitTreatment, lambda: Double
  ) {
    let (rollout, _, arena) = Self.makeRollout()
    defer { withExtendedLifetime(arena) {} }
    var configuration = Self.configuration(lambda: lambda, timeLimits)
    rollout.computeReturns(configuration)
    let returns = rollout.returns.values
    configuration.estimator = .tdLambda
    rollout.computeReturns(configuration)
    for (value, expected) in zip(returns, rollout.returns.values) {
      #expect(abs(value - expected) < 1e-5)
    }
  }

  @Test func `a skipped time limit teaches nothing, whatever the ratio`() {
    let (rollout, present, arena) = Self.makeRollout()
    defer { withExtendedLifetime(arena) {} }
    rollout.masks[11, 0] = 0
    rollout.truncations[10, 0] = 1
    rollout.computeVTrace(Self.configuration(.skip), logProbabilities: present)
    #expect(rollout.returns[10, 0] == rollout.values[10, 0] && rollout.advantages[10, 0] == 0)
  }
}
