/// What one rollout and the update after it gave.
public struct TrainingReport: Sendable {
  /// The number of updates made, this one included.
  public let update: Int
  /// Steps of all environments since training began.
  public let steps: Int
  /// The last episodes that ended.
  public let episodes: EpisodeWindow
  /// What the newest complete cohorts say of the return; nil before there is one.
  public let cohorts: ReturnEstimate?
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

    init(_ number: Double?) { self = number.map { .number($0) } ?? .missing }
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
      + SummaryColumns.returns.values(episodes.returnSummary)
      + SummaryColumns.lengths.values(episodes.lengthSummary)
      + cohortDiagnostics
      + [("reward_per_step", .number(rewardPerStep))]
  }

  private var cohortDiagnostics: [(name: String, value: Value)] {
    [
      ("cohort_episodes", .integer(cohorts?.episodes ?? 0)),
      ("cohort_return_mean", Value(cohorts?.meanReturn)),
      ("cohort_return_error", Value(cohorts?.standardError)),
      ("cohort_length_mean", Value(cohorts?.meanLength)),
    ]
  }

  /// Those of learning.
  package var updateDiagnostics: [(name: String, value: Value)] {
    let losses = statistics.losses
    var diagnostics = [(name: String, value: Value)]()
    diagnostics.reserveCapacity(48)
    for statistic in statistics.told {
      diagnostics += statistic.columns.values(
        statistics.summary(statistic), mean: losses.mean(statistic))
    }
    diagnostics += SummaryColumns.predictions.values(statistics.predictions.summary)
    diagnostics.append(("explained_variance", .number(statistics.explainedVariance)))
    diagnostics += SummaryColumns.gradientNorm.values(statistics.gradientNorms.summary)
    diagnostics.append(("learning_rate", .number(statistics.learningRate)))
    diagnostics.append(("optimizer_steps", .integer(statistics.stepCount)))
    diagnostics += statistics.curvature?.diagnostics ?? []
    return diagnostics
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

/// What the mean, the deviation and the ends of a quantity are called in logs; made once, because making
/// them for each update takes as long as computing them.
struct SummaryColumns: Sendable {
  let mean, deviation, minimum, maximum: String

  init(_ quantity: String, mean: String) {
    self.mean = mean
    (deviation, minimum, maximum) = ("\(quantity)_std", "\(quantity)_min", "\(quantity)_max")
  }

  static let returns = SummaryColumns("return", mean: "return_mean")
  static let lengths = SummaryColumns("length", mean: "length_mean")
  static let predictions = SummaryColumns("value", mean: "value_mean")
  static let gradientNorm = SummaryColumns("gradient_norm", mean: "gradient_norm")

  /// - Parameter mean: nil stands for that of the summary.
  func values(
    _ summary: Summary?, mean: Double? = nil
  ) -> [(name: String, value: TrainingReport.Value)] {
    [
      (self.mean, TrainingReport.Value(mean ?? summary?.mean)),
      (deviation, TrainingReport.Value(summary?.standardDeviation)),
      (minimum, TrainingReport.Value(summary?.minimum)),
      (maximum, TrainingReport.Value(summary?.maximum)),
    ]
  }
}
