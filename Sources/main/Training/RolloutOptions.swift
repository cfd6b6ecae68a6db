import Agents
import ArgumentParser
import Storage

/// How experience is gathered and valued.
struct RolloutOptions: ParsableArguments {
  @Option(integer: "How many environments run side by side. (ppo 8, a2c 16, acktr 32)")
  var numEnvs: Int?

  @Option(integer: "Steps of each environment in a rollout. (ppo 256, a2c 5, acktr 20)")
  var numSteps: Int?

  @Option(integer: "Steps of all environments together, such as 2e6. (ppo 1e6, others 1e7)")
  var numEnvSteps: StepCount?

  @Option(number: "The discount of a reward one step later. (0.99)")
  var gamma: Double?

  @Flag(
    inversion: .prefixedNo,
    help: "Estimate returns by generalised advantage estimation, not by sums. (ppo yes, others no)")
  var useGae: Bool?

  @Option(number: "The weight of longer horizons in generalised advantage estimation. (0.95)")
  var gaeLambda: Double?

  @Flag(
    inversion: .prefixedNo,
    help: "Treat an episode cut by its time limit as one that would have gone on. (yes)")
  var useProperTimeLimits: Bool?

  @Option(
    "name",
    """
    At a time limit, bootstrap from the value of the last observation, skip the last step, or \
    terminate as in a failure. The original skips with --use-proper-time-limits and terminates \
    without. (bootstrap)
    """)
  var timeLimits: TimeLimitTreatment?

  @Flag(
    inversion: .prefixedNo,
    help: "Bring observations to mean 0 and variance 1. (yes)")
  var normalizeObservations: Bool?

  @Flag(
    inversion: .prefixedNo,
    help: "Divide rewards by the deviation of the return. (yes)")
  var normalizeRewards: Bool?

  @Option(number: "Rewards are multiplied by this before anything else. (1)")
  var rewardScale: Double?

  @Option(
    integer: "Parts that a rollout is cut into for the threads; results depend on it. (by size)")
  var rolloutShards: Int?

  func apply(to configuration: inout TrainingConfiguration) {
    if let numEnvs { configuration.environmentCount = numEnvs }
    if let numSteps { configuration.stepCount = numSteps }
    if let numEnvSteps { configuration.totalSteps = numEnvSteps.value }
    if let gamma { configuration.returns.gamma = gamma }
    if let useGae { configuration.returns.usesGAE = useGae }
    if let gaeLambda { configuration.returns.gaeLambda = gaeLambda }
    if let useProperTimeLimits {
      configuration.returns.timeLimits = useProperTimeLimits ? .bootstrap : .terminate
    }
    if let timeLimits { configuration.returns.timeLimits = timeLimits }
    if let normalizeObservations {
      configuration.normalization.observations = normalizeObservations
    }
    if let normalizeRewards { configuration.normalization.rewards = normalizeRewards }
    if let rewardScale { configuration.normalization.rewardScale = rewardScale }
    if let rolloutShards { configuration.sharding.rolloutShards = rolloutShards }
  }
}

extension TimeLimitTreatment: ExpressibleByArgument {}

/// A number of steps, written as an integer or as 2e6.
struct StepCount: ExpressibleByArgument {
  let value: Int

  init?(argument: String) {
    if let value = Int(argument) {
      self.value = value
    } else if let number = Double(argument), let value = Int(exactly: number) {
      self.value = value
    } else {
      return nil
    }
  }
}
