import Settings

/// The arguments of a task whose agent is not to fall, by Gymnasium's names.
public protocol HealthArguments: EnvironmentArguments {
  /// The reward of each step in which the agent is healthy, and of the one that ends the episode.
  var healthyReward: Double { get set }
  /// Whether the episode ends when the agent is not healthy. If not, such steps earn no healthy reward.
  var terminatesWhenUnhealthy: Bool { get set }
  /// Between what the height of the torso stays, in metres.
  var healthyHeights: ClosedRange<Double> { get set }
}

extension HealthArguments {
  static var healthList: [Setting<Self>] {
    [
      Setting(
        "healthy_reward", \.healthyReward,
        "The reward of each step in which the agent is healthy, and of the one that ends the episode."
      ),
      Setting(
        "terminate_when_unhealthy", \.terminatesWhenUnhealthy,
        "Whether the episode ends when the agent is not healthy."),
      Setting(
        "healthy_z_range", \.healthyHeights,
        "Between what the height of the torso stays, in metres."),
    ]
  }

  /// The healthy reward of one step.
  func reward(whenHealthy isHealthy: Bool) -> Double {
    isHealthy || terminatesWhenUnhealthy ? healthyReward : 0
  }

  func outcome(whenHealthy isHealthy: Bool) -> Outcome {
    isHealthy || !terminatesWhenUnhealthy ? .running : .terminated
  }
}
