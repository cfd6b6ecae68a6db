import HDF5
import Spaces
import Storage
import Tensors

/// Compares returns and advantages with the file `returns/returns.h5`.
enum ReturnsReference {
  static func compare(_ file: HDF5File) throws -> ReferenceFindings {
    let tolerance = try ReferenceStatement(of: file).tolerance(behind: "float32")
    return try ReferenceFindings(casesOf: file) { data in
      try compare(data, tolerance: tolerance)
      return true
    }
  }

  private static func compare(_ data: ReferenceCase, tolerance: ReferenceTolerance) throws {
    let rollout = try makeRollout(data)
    let shape = [rollout.steps, rollout.environments]
    var configuration = ReturnConfiguration()
    configuration.gamma = try data.number("gamma")
    configuration.gaeLambda = try data.number("gae_lambda")
    for (treatment, treatmentName) in [
      (TimeLimitTreatment.skip, "proper"), (.bootstrap, "final_value"), (.terminate, "plain"),
    ] {
      for (estimator, name) in [(ReturnEstimator.nStep, "nstep"), (.gae, "gae")] {
        configuration.timeLimits = treatment
        configuration.estimator = estimator
        rollout.computeReturns(configuration)
        try data.compare(
          rollout.returns, with: "returns_\(name)_\(treatmentName)", shape: shape,
          tolerance: tolerance)
      }
    }
    try data.compare(
      rollout.advantages, with: "advantages_gae_plain", shape: shape, tolerance: tolerance)
    rollout.normalizeAdvantages(epsilon: 1e-5)
    try data.compare(
      rollout.advantages, with: "advantages_gae_plain_normalized_1e5", shape: shape,
      tolerance: tolerance)

    // The return of an episode of one step is its reward.
    configuration.timeLimits = .bootstrap
    configuration.estimator = .nStep
    rollout.masks.fill(0)
    rollout.computeReturns(configuration)
    try data.compare(
      rollout.returns, with: "rewards_with_final_value", shape: shape, tolerance: tolerance)
  }

  private static func makeRollout(_ data: ReferenceCase) throws -> RolloutStorage {
    let (steps, environments) = (try data.size("steps"), try data.size("environments"))
    let rollout = RolloutStorage(
      steps: steps, environments: environments, observation: ObservationLayout([]),
      hiddenStateSize: 0,
      actionSize: 0)
    let shape = [steps, environments]
    try data.read("rewards", into: rollout.rewards, shape: shape)
    try data.read("value_preds", into: rollout.values.rows(0..<steps), shape: shape)
    try data.read("next_value", into: rollout.values.row(steps), shape: [environments])
    try data.read("masks", into: rollout.masks, shape: [steps + 1, environments])
    try data.read("final_values", into: rollout.finalValues, shape: shape)
    let badMasks = try data.read("bad_masks", shape: [steps + 1, environments])
    rollout.truncations.copy(from: badMasks.dropFirst(environments).map { 1 - Float($0) })
    return rollout
  }
}
