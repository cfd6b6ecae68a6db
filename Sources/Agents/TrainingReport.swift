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

  /// A number in a report.
  public enum Value: Sendable, Equatable {
    case integer(Int)
    case number(Double)
    /// What does not exist yet, such as the mean return before an episode has ended.
    case missing
  }

  /// The diagnostics by name: everything that depends on the configuration alone, so that two equal
  /// runs give equal values.
  public var diagnostics: [(name: String, value: Value)] {
    let losses = statistics.losses
    return [
      ("steps", .integer(steps)),
      ("episodes", .integer(episodes.episodeCount)),
    ] + Self.summary("return", episodes.returnSummary)
      + Self.summary("length", episodes.lengthSummary) + [
        ("reward_per_step", .number(rewardPerStep)),
        ("policy_loss", .number(losses.policyLoss / losses.samples)),
        ("value_loss", .number(losses.valueLoss / losses.samples)),
        ("entropy", .number(losses.entropy / losses.samples)),
        ("approximate_kl_k1", .number(losses.negativeLogRatio / losses.samples)),
        ("approximate_kl_k3", .number(losses.ratioDivergence / losses.samples)),
        ("clip_fraction", .number(losses.clipped / losses.samples)),
        ("explained_variance", .number(statistics.explainedVariance)),
        ("gradient_norm", .number(statistics.gradientNorm)),
        ("learning_rate", .number(statistics.learningRate)),
        ("optimizer_steps", .integer(statistics.stepCount)),
      ] + (statistics.curvature?.diagnostics ?? [])
  }

  private static func summary(
    _ name: String, _ summary: Summary?
  ) -> [(name: String, value: Value)] {
    func value(_ number: Double?) -> Value { number.map { .number($0) } ?? .missing }
    return [
      ("\(name)_mean", value(summary?.mean)),
      ("\(name)_std", value(summary?.standardDeviation)),
      ("\(name)_min", value(summary?.minimum)),
      ("\(name)_max", value(summary?.maximum)),
    ]
  }

  /// What differs between equal runs: how long things took.
  public var timing: [(name: String, value: Value)] {
    let steps = Double(stepsInRollout)
    return [
      ("steps", .integer(self.steps)),
      ("rollout_seconds", .number(rolloutSeconds)),
      ("update_seconds", .number(updateSeconds)),
      ("steps_per_second", .number(steps / (rolloutSeconds + updateSeconds))),
      ("rollout_steps_per_second", .number(steps / rolloutSeconds)),
      ("update_steps_per_second", .number(steps / updateSeconds)),
    ]
  }
}
