import Agents
import ArgumentParser
import Storage

/// How experience is gathered and valued.
struct RolloutOptions: ParsableArguments {
  @Option(setting: "environmentCount") var numEnvs: Int?

  @Option(setting: "stepCount") var numSteps: Int?

  @Option(setting: "totalSteps") var numEnvSteps: StepCount?

  @Option(setting: "returns.gamma") var gamma: Double?

  @Option(setting: "returns.estimator") var returns: ReturnEstimator?

  @Flag(spelling: Self.estimator) var useGae: Bool?

  @Option(setting: "returns.gaeLambda") var gaeLambda: Double?

  @Option(setting: "returns.vtraceRho") var vtraceRho: Double?

  @Option(setting: "returns.vtraceC") var vtraceC: Double?

  @Flag(
    inversion: .prefixedNo,
    help: "Treat an episode cut by its time limit as one that would have gone on. (yes)")
  var useProperTimeLimits: Bool?

  @Option(
    setting: "returns.timeLimits",
    note: "The original skips with --use-proper-time-limits and terminates without.")
  var timeLimits: TimeLimitTreatment?

  @Flag(setting: "normalization.observations") var normalizeObservations: Bool?

  @Flag(setting: "normalization.rewards") var normalizeRewards: Bool?

  @Option(setting: "normalization.rewardScale") var rewardScale: Double?

  @Option(setting: "sharding.rolloutShards") var rolloutShards: Int?

  static let estimator = SwitchSpelling(
    "use-gae", of: "returns.estimator", on: ReturnEstimator.gae, off: .nStep)

  func validate() throws { try Self.estimator.check(useGae, beside: returns) }

  func apply(to configuration: inout TrainingConfiguration) {
    if let useProperTimeLimits {
      configuration.returns.timeLimits = useProperTimeLimits ? .bootstrap : .terminate
    }
    if let estimator = Self.estimator.value(of: useGae) {
      configuration.returns.estimator = estimator
    }
    configuration.apply(self)
  }
}

extension ReturnEstimator: ExpressibleByArgument {}
extension TimeLimitTreatment: ExpressibleByArgument {}

/// A number of steps, written as an integer or as 2e6.
struct StepCount: ExpressibleByArgument, SettingArgument {
  let value: Int
  var settingValue: Any { value }

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
