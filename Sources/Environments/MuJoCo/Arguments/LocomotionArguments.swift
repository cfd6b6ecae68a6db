import Settings

/// The arguments that tasks of locomotion share, by Gymnasium's names.
public protocol LocomotionArguments: ResetNoiseArguments {
  /// The weight of the forward velocity in the reward.
  var forwardRewardWeight: Double { get set }
  /// The weight of the squared action in the cost.
  var controlCostWeight: Double { get set }
  /// Whether the agent does not see how far it has come.
  var excludesCurrentPosition: Bool { get set }
}

extension LocomotionArguments {
  public static var settings: [Setting<Self>] { locomotionList }

  static var locomotionList: [Setting<Self>] {
    [
      Setting(
        "forward_reward_weight", \.forwardRewardWeight,
        "The weight of the forward velocity in the reward."),
      Setting(
        "ctrl_cost_weight", \.controlCostWeight, "The weight of the squared action in the cost.",
        in: 0...),
      resetNoiseScale,
      Setting(
        "exclude_current_positions_from_observation", \.excludesCurrentPosition,
        "Whether the agent does not see how far it has come."),
    ]
  }
}
