import Settings

/// How returns are estimated from rewards and predicted values.
public struct ReturnConfiguration: Codable, Hashable, Sendable {
  /// The discount of a reward one step later.
  public var gamma = 0.99
  /// Whether returns are generalised advantage estimates (Schulman et al. 2016) plus the predicted
  /// value, or discounted sums up to the end of the rollout.
  public var usesGAE = true
  /// The weight of longer horizons in generalised advantage estimation.
  public var gaeLambda = 0.95
  /// What an episode's end by a time limit means.
  public var timeLimits = TimeLimitTreatment.bootstrap

  public init() {}
}

extension ReturnConfiguration: Configurable {
  public static let settings: [Setting<Self>] = [
    Setting("gamma", \Self.gamma, "The discount of a reward one step later.", in: 0...1),
    Setting(
      "usesGAE", \Self.usesGAE, short: "use-gae",
      "Estimate returns by generalised advantage estimation, not by sums."),
    Setting(
      "gaeLambda", \Self.gaeLambda,
      "The weight of longer horizons in generalised advantage estimation.", in: 0...1),
    Setting(
      "timeLimits", \Self.timeLimits,
      """
      At a time limit, bootstrap from the value of the last observation, skip the last step, or \
      terminate as in a failure.
      """),
  ]
}

/// What an episode's end by a time limit means to the return of its last step.
public enum TimeLimitTreatment: String, Codable, Sendable, CaseIterable, SettingValue {
  /// The episode would have gone on: the value of its own final observation stands for the rest.
  case bootstrap
  /// The last step teaches nothing: its return is its predicted value. This is what the original work
  /// does with proper time limits.
  case skip
  /// The episode failed: nothing follows. This is what the original work does without them.
  case terminate
}
