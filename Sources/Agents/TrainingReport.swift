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
      + Names.returns.values(episodes.returnSummary)
      + Names.lengths.values(episodes.lengthSummary)
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
    func append(_ names: Names, _ values: RunningSummary, sum: Double) {
      diagnostics += names.values(values.summary, mean: sum / losses.samples)
    }
    append(.policyLoss, statistics.policyLosses, sum: losses.policyLoss)
    append(.valueLoss, statistics.valueLosses, sum: losses.valueLoss)
    append(.entropy, statistics.entropies, sum: losses.entropy)
    append(.divergenceK1, statistics.negativeLogRatios, sum: losses.negativeLogRatio)
    append(.divergenceK3, statistics.divergences, sum: losses.ratioDivergence)
    append(.clipFraction, statistics.clipFractions, sum: losses.clipped)
    diagnostics += Names.predictions.values(statistics.predictions.summary)
    diagnostics.append(("explained_variance", .number(statistics.explainedVariance)))
    diagnostics += Names.gradientNorm.values(statistics.gradientNorms.summary)
    diagnostics.append(("learning_rate", .number(statistics.learningRate)))
    diagnostics.append(("optimizer_steps", .integer(statistics.stepCount)))
    diagnostics += statistics.curvature?.diagnostics ?? []
    return diagnostics
  }

  /// What the mean, the deviation and the ends of a quantity are called; made once, because making them
  /// for each update takes as long as computing them.
  private struct Names {
    let mean, deviation, minimum, maximum: String

    init(_ quantity: String, mean: String) {
      self.mean = mean
      (deviation, minimum, maximum) = ("\(quantity)_std", "\(quantity)_min", "\(quantity)_max")
    }

    static let returns = Names("return", mean: "return_mean")
    static let lengths = Names("length", mean: "length_mean")
    static let policyLoss = Names("policy_loss", mean: "policy_loss")
    static let valueLoss = Names("value_loss", mean: "value_loss")
    static let entropy = Names("entropy", mean: "entropy")
    static let divergenceK1 = Names("approximate_kl_k1", mean: "approximate_kl_k1")
    static let divergenceK3 = Names("approximate_kl_k3", mean: "approximate_kl_k3")
    static let clipFraction = Names("clip_fraction", mean: "clip_fraction")
    static let predictions = Names("value", mean: "value_mean")
    static let gradientNorm = Names("gradient_norm", mean: "gradient_norm")

    func values(_ summary: Summary?, mean: Double? = nil) -> [(name: String, value: Value)] {
      [
        (self.mean, Value(mean ?? summary?.mean)),
        (deviation, Value(summary?.standardDeviation)),
        (minimum, Value(summary?.minimum)), (maximum, Value(summary?.maximum)),
      ]
    }
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
