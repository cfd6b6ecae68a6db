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
  /// runs give equal values. Of what had many values in the update there is the mean, the deviation,
  /// the least and the greatest.
  public var diagnostics: [(name: String, value: Value)] {
    [("steps", .integer(steps))] + episodeDiagnostics + updateDiagnostics
  }

  /// Those of the episodes.
  package var episodeDiagnostics: [(name: String, value: Value)] {
    [("episodes", .integer(episodes.episodeCount))]
      + Self.summary("return", mean: "return_mean", episodes.returnSummary)
      + Self.summary("length", mean: "length_mean", episodes.lengthSummary)
      + [("reward_per_step", .number(rewardPerStep))]
  }

  /// Those of learning.
  package var updateDiagnostics: [(name: String, value: Value)] {
    func summary(
      _ name: String, _ values: RunningSummary, mean: Double
    ) -> [(name: String, value: Value)] {
      [(name, .number(mean))] + Self.summary(name, mean: nil, values.summary)
    }
    let losses = statistics.losses
    let samples = losses.samples
    return summary("policy_loss", statistics.policyLosses, mean: losses.policyLoss / samples)
      + summary("value_loss", statistics.valueLosses, mean: losses.valueLoss / samples)
      + summary("entropy", statistics.entropies, mean: losses.entropy / samples)
      + summary(
        "approximate_kl_k1", statistics.negativeLogRatios, mean: losses.negativeLogRatio / samples)
      + summary("approximate_kl_k3", statistics.divergences, mean: losses.approximateKL)
      + summary("clip_fraction", statistics.clipFractions, mean: losses.clipped / samples)
      + Self.summary("value", mean: "value_mean", statistics.predictions.summary)
      + [("explained_variance", .number(statistics.explainedVariance))]
      + summary("gradient_norm", statistics.gradientNorms, mean: statistics.gradientNorm)
      + [
        ("learning_rate", .number(statistics.learningRate)),
        ("optimizer_steps", .integer(statistics.stepCount)),
      ] + (statistics.curvature?.diagnostics ?? [])
  }

  /// - Parameter mean: what the mean is called; nil leaves it out.
  private static func summary(
    _ name: String, mean: String?, _ summary: Summary?
  ) -> [(name: String, value: Value)] {
    func value(_ number: Double?) -> Value { number.map { .number($0) } ?? .missing }
    return (mean.map { [($0, value(summary?.mean))] } ?? []) + [
      ("\(name)_std", value(summary?.standardDeviation)),
      ("\(name)_min", value(summary?.minimum)),
      ("\(name)_max", value(summary?.maximum)),
    ]
  }

  /// What differs between equal runs: how long things took.
  public var timing: [(name: String, value: Value)] { [("steps", .integer(steps))] + speeds }

  /// The same without the steps that were made until then.
  package var speeds: [(name: String, value: Value)] {
    let steps = Double(stepsInRollout)
    return [
      ("rollout_seconds", .number(rolloutSeconds)),
      ("update_seconds", .number(updateSeconds)),
      ("steps_per_second", .number(steps / (rolloutSeconds + updateSeconds))),
      ("rollout_steps_per_second", .number(steps / rolloutSeconds)),
      ("update_steps_per_second", .number(steps / updateSeconds)),
    ]
  }
}
