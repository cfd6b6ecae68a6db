import Settings

/// How returns are estimated from rewards and predicted values.
public struct ReturnConfiguration: Codable, Hashable, Sendable {
  /// The discount of a reward one step later.
  public var gamma = 0.99
  /// How they are estimated.
  public var estimator = ReturnEstimator.gae
  /// The weight of longer horizons, lambda, but in n-step returns.
  public var gaeLambda = 0.95
  /// The most that V-trace weighs a step's error by, rho.
  public var vtraceRho = 1.0
  /// The most that V-trace weighs the errors after a step by, c.
  public var vtraceC = 1.0
  /// What an episode's end by a time limit means.
  public var timeLimits = TimeLimitTreatment.bootstrap

  public init() {}
}

extension ReturnConfiguration: Configurable {
  public static let settings: [Setting<Self>] = [
    Setting("gamma", \Self.gamma, "The discount of a reward one step later.", in: 0...1),
    Setting(
      "estimator", \Self.estimator, short: "returns",
      """
      What returns are: generalised advantage estimates plus values, sums to the rollout's end, TD(lambda), \
      or, with PPO, V-trace.
      """),
    Setting(
      "gaeLambda", \Self.gaeLambda,
      "The weight of longer horizons in the returns but n-step's, lambda.", in: 0...1),
    Setting(
      "vtraceRho", \Self.vtraceRho,
      "V-trace: the most that a step's error is weighed by.", in: .notNegative),
    Setting(
      "vtraceC", \Self.vtraceC,
      "V-trace: the most that a step hands on of the errors after it.", in: .notNegative),
    Setting(
      "timeLimits", \Self.timeLimits,
      """
      At a time limit, bootstrap from the value of the last observation, skip the last step, or \
      terminate as in a failure.
      """),
  ]
}

/// How returns are estimated.
public enum ReturnEstimator: String, Codable, Sendable, CaseIterable, SettingValue {
  /// Generalised advantage estimates plus the predicted value (Schulman et al. 2016).
  case gae
  /// Discounted sums up to the end of the rollout, and the value of what it ends at.
  case nStep = "n-step"
  /// The means of n-step returns over all n with weights that fall by lambda (Sutton 1988). In exact
  /// arithmetic they are those of ``gae``.
  case tdLambda = "td-lambda"
  /// Sums of errors, each weighed by how probable the steps to it are under the present policy (Espeholt et
  /// al. 2018).
  case vtrace
}

// What was added since the first files has its default where a file lacks it.
extension ReturnConfiguration {
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    gamma = try values.decode(Double.self, forKey: .gamma)
    let former = try decoder.container(keyedBy: FormerKey.self)
    estimator =
      if let usesGAE = try former.decodeIfPresent(Bool.self, forKey: .usesGAE) {
        usesGAE ? .gae : .nStep
      } else {
        try values.decode(ReturnEstimator.self, forKey: .estimator)
      }
    gaeLambda = try values.decode(Double.self, forKey: .gaeLambda)
    vtraceRho = try values.decodeIfPresent(Double.self, forKey: .vtraceRho) ?? 1
    vtraceC = try values.decodeIfPresent(Double.self, forKey: .vtraceC) ?? 1
    timeLimits = try values.decode(TimeLimitTreatment.self, forKey: .timeLimits)
  }

  /// What a setting was called when it was a switch.
  private enum FormerKey: CodingKey { case usesGAE }
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
