/// What K-FAC tells of a step, or of an update's steps, as means over them.
package struct CurvatureReport: Sendable {
  /// The divergence that the quadratic model gives for the step.
  package var predictedKL = 0.0
  /// The divergence of the old policy from the new, estimated from the samples of one shard.
  package var measuredKL = 0.0
  /// What the trust region scaled the step by.
  package var scale = 0.0
  /// How many steps it scaled down.
  package var hits = 0
  /// The greatest condition numbers of the factors at the last step.
  package var inputCondition = 0.0
  package var outputCondition = 0.0

  /// Takes in another step, after `count` of them.
  mutating func append(_ step: CurvatureReport, after count: Int) {
    func mean(_ mean: Double, _ value: Double) -> Double {
      mean + (value - mean) / Double(count + 1)
    }
    predictedKL = mean(predictedKL, step.predictedKL)
    measuredKL = mean(measuredKL, step.measuredKL)
    scale = mean(scale, step.scale)
    hits += step.hits
    (inputCondition, outputCondition) = (step.inputCondition, step.outputCondition)
  }
}

extension CurvatureReport {
  /// By their names in a run's log.
  var diagnostics: [(name: String, value: TrainingReport.Value)] {
    [
      ("kfac_predicted_kl", .number(predictedKL)),
      ("kfac_measured_kl", .number(measuredKL)),
      ("kfac_scale", .number(scale)),
      ("kfac_trust_region_hits", .integer(hits)),
      ("kfac_input_condition", .number(inputCondition)),
      ("kfac_output_condition", .number(outputCondition)),
    ]
  }
}
