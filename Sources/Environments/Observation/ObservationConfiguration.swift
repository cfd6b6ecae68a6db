import Settings

/// What a policy sees of an environment's observation.
///
/// What is asked for takes effect in the order of the properties: components are selected, made noisy,
/// joined by the previous action and reward, and stacked.
public struct ObservationConfiguration: Codable, Hashable, Sendable {
  /// Which components the policy sees.
  public var selection = ObservationSelection.all
  /// The standard deviation of Gaussian noise that is added to each component which is not a category,
  /// in the component's own unit. Nil means none, or what the environment's id stands for.
  public var noise: Double?
  /// Whether the last action is appended, all zeros in the first step of an episode. A choice among n
  /// is n values, of which one is 1.
  public var includesPreviousAction = false
  /// Whether the last reward is appended, 0 in the first step of an episode.
  public var includesPreviousReward = false
  /// How many of the latest observations the policy sees side by side, the newest last. At the
  /// beginning of an episode the first one stands in for those before it.
  public var frameStack = 1

  public init() {}
}

extension ObservationConfiguration: Configurable {
  public static let settings: [Setting<Self>] = [
    Setting(
      "noise", \Self.noise, short: "observation-noise",
      "The standard deviation of noise on each number that the policy sees.", absence: "0"),
    Setting(
      "includesPreviousAction", \Self.includesPreviousAction, short: "observe-previous-action",
      "Show the policy its last action, too."),
    Setting(
      "includesPreviousReward", \Self.includesPreviousReward, short: "observe-previous-reward",
      "Show the policy the last reward, too."),
    Setting(
      "frameStack", \Self.frameStack, "How many of the latest observations the policy sees at once."
    ),
  ]
}
