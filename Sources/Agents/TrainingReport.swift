/// What one rollout and the update behind it gave.
public struct TrainingReport: Sendable {
  /// The number of updates made, this one included.
  public let update: Int
  /// Steps of all environments since training began.
  public let steps: Int
  /// The last episodes that ended.
  public let episodes: EpisodeWindow
  /// The mean over the rollout of the environments' own rewards.
  public let rewardPerStep: Double
  public let rolloutSeconds: Double
  public let updateSeconds: Double
  package let stepsInRollout: Int
  package let statistics: UpdateStatistics

  /// The diagnostics by name: everything that depends on the configuration alone, so that two equal
  /// runs give equal values. A value that does not exist yet is nil.
  public var diagnostics: [(name: String, value: Double?)] {
    let losses = statistics.losses
    let returns = episodes.returnSummary
    let lengths = episodes.lengthSummary
    return [
      ("update", Double(update)),
      ("steps", Double(steps)),
      ("episodes", Double(episodes.episodeCount)),
      ("return_mean", returns?.mean),
      ("return_std", returns?.standardDeviation),
      ("return_min", returns?.minimum),
      ("return_max", returns?.maximum),
      ("length_mean", lengths?.mean),
      ("length_std", lengths?.standardDeviation),
      ("length_min", lengths?.minimum),
      ("length_max", lengths?.maximum),
      ("reward_per_step", rewardPerStep),
      ("policy_loss", losses.policyLoss / losses.samples),
      ("value_loss", losses.valueLoss / losses.samples),
      ("entropy", losses.entropy / losses.samples),
      ("approximate_kl_k1", losses.negativeLogRatio / losses.samples),
      ("approximate_kl_k3", losses.ratioDivergence / losses.samples),
      ("clip_fraction", losses.clipped / losses.samples),
      ("explained_variance", statistics.explainedVariance),
      ("gradient_norm", statistics.gradientNorm),
      ("learning_rate", statistics.learningRate),
      ("optimizer_steps", Double(statistics.stepCount)),
    ]
  }

  /// What differs between equal runs: how long things took.
  public var timing: [(name: String, value: Double?)] {
    let steps = Double(stepsInRollout)
    return [
      ("update", Double(update)),
      ("steps", Double(self.steps)),
      ("rollout_seconds", rolloutSeconds),
      ("update_seconds", updateSeconds),
      ("steps_per_second", steps / (rolloutSeconds + updateSeconds)),
      ("rollout_steps_per_second", steps / rolloutSeconds),
      ("update_steps_per_second", steps / updateSeconds),
    ]
  }
}
