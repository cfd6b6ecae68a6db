import Foundation
import HDF5
import Spaces
import Storage
import Tensors

/// Compares V-trace, TD(lambda) and generalised advantage estimation with `algorithms/advantages.h5`.
enum AdvantagesReference {
  static func compare(_ file: HDF5File) throws -> ReferenceFindings {
    let tolerance = try ReferenceStatement(of: file).tolerance(behind: "float32")
    return try ReferenceFindings(casesOf: file) { data in
      try AdvantagesCase(data, tolerance: tolerance).compare()
      return true
    }
  }
}

private struct AdvantagesCase {
  let data: ReferenceCase
  let tolerance: ReferenceTolerance
  let rollout: RolloutStorage
  /// Log-probabilities under the policy that the targets are for, [T, N].
  let present: Matrix
  let arena: Arena
  var shape: [Int] { [rollout.steps, rollout.environments] }

  init(_ data: ReferenceCase, tolerance: ReferenceTolerance) throws {
    self.data = data
    self.tolerance = tolerance
    let (steps, environments) = (try data.size("steps"), try data.size("environments"))
    rollout = RolloutStorage(
      steps: steps, environments: environments, observation: .vector(0), hiddenStateSize: 0,
      actionSize: 0)
    (arena, present) = Arena.carve { $0.matrix(rows: steps, columns: environments) }
    try data.read("inputs/rewards", into: rollout.rewards, shape: shape)
    try data.read("inputs/values", into: rollout.values.rows(0..<steps), shape: shape)
    try data.read("inputs/next_value", into: rollout.values.row(steps), shape: [environments])
    try data.read("inputs/behavior_log_probs", into: rollout.logProbabilities, shape: shape)
    try data.read("inputs/target_log_probs", into: present, shape: shape)
    try readEnds()
  }

  /// Where a step both terminates and is cut off, the termination counts.
  private func readEnds() throws {
    let terminated = try data.read("inputs/terminated", shape: shape)
    let truncated = try data.read("inputs/truncated", shape: shape)
    let finalValues = try data.read("inputs/final_values", shape: shape)
    rollout.masks.row(0).fill(1)
    for index in 0..<rollout.sampleCount {
      let isCut = truncated[index] == 1 && terminated[index] == 0
      rollout.masks[index + rollout.environments] =
        terminated[index] == 1 || truncated[index] == 1 ? 0 : 1
      rollout.truncations[index] = isCut ? 1 : 0
      rollout.finalValues[index] = isCut ? Float(finalValues[index]) : 0
    }
  }

  func compare() throws {
    var configuration = ReturnConfiguration()
    configuration.gamma = try data.number("gamma")
    configuration.gaeLambda = try data.number("td_lambda")
    rollout.computeReturns(configuration)
    try compare(rollout.advantages, with: "gae/advantages")
    configuration.estimator = .tdLambda
    rollout.computeReturns(configuration)
    try compare(rollout.returns, with: "td_lambda/targets")

    configuration.estimator = .vtrace
    configuration.gaeLambda = try data.number("vtrace_lambda")
    configuration.vtraceRho = try data.number("rho_bar")
    configuration.vtraceC = try data.number("c_bar")
    try compareWeights(configuration)
    rollout.computeVTrace(configuration, logProbabilities: present)
    try compare(rollout.returns, with: "vtrace/targets")
    try compareAdvantages(configuration)
    // Where a step hands nothing on, its target is its prediction and its own error.
    configuration.vtraceC = 0
    rollout.computeVTrace(configuration, logProbabilities: present)
    let errors = zip(rollout.returns.values, rollout.values.values).map { Double($0) - Double($1) }
    try data.compare(errors, with: "vtrace/deltas", shape: shape, tolerance: tolerance)
  }

  private var logRatios: [Double] {
    zip(present.values, rollout.logProbabilities.values).map { Double($0) - Double($1) }
  }

  private func compareWeights(_ configuration: ReturnConfiguration) throws {
    let weights = logRatios.map(configuration.vtraceWeights)
    var unbounded = configuration
    unbounded.vtraceRho = .infinity
    let ratios = logRatios.map { unbounded.vtraceWeights(logRatio: $0).error }
    for (values, name) in [
      (ratios, "ratios"), (weights.map(\.error), "clipped_rhos"),
      (weights.map(\.trace), "clipped_cs"),
    ] {
      try data.compare(values, with: "vtrace/\(name)", shape: shape, tolerance: tolerance)
    }
  }

  /// Ours lack the factor that an objective of ratios has itself.
  private func compareAdvantages(_ configuration: ReturnConfiguration) throws {
    var factors = configuration
    factors.vtraceRho = try data.number("pg_rho_bar")
    let advantages = rollout.advantages.values.map(Double.init)
    let weighted = zip(advantages, logRatios).map {
      $0 * factors.vtraceWeights(logRatio: $1).error
    }
    try data.compare(
      weighted, with: "vtrace/pg_advantages", shape: shape, tolerance: tolerance)
    let rewards = zip(rollout.rewards.values, rollout.values.values)
    let nextTargets = zip(advantages, rewards).map { advantage, step in
      (advantage + Double(step.1) - Double(step.0)) / configuration.gamma
    }
    try data.compare(
      nextTargets, with: "vtrace/next_targets", shape: shape, tolerance: tolerance)
  }

  private func compare(_ matrix: Matrix, with name: String) throws {
    try data.compare(matrix, with: name, shape: shape, tolerance: tolerance)
  }
}
