import Models
import Tensors

extension GradientLearner {
  /// What has to be kept between steps.
  package var state: [FlatState] {
    optimizer.state.map {
      FlatState(name: $0.name, values: $0.values, layout: policy.layout)
    } + (kfac?.state ?? [])
  }

  /// No step within a trust region moves the policy so far, in nats: ten thousand times the default of
  /// `--kl-clip`, so that a few improbable actions among the samples are not taken for it.
  private static let largestDivergence = 10.0

  /// Takes a step along K-FAC's direction by calling `descend` with what to scale it by.
  ///
  /// - Throws: `TrainingError` where something is not as it should be; the parameters are then as before.
  func naturalStep(
    _ kfac: KFAC, learningRate: Double, sampleCount: Int, descend: (Double) -> Void
  ) throws(TrainingError) -> CurvatureReport {
    let step = optimizer.stepCount
    let region = try kfac.precondition(
      gradient, step: step, sampleCount: sampleCount, learningRate: learningRate)
    oldParameters.copy(from: policy.parameters)
    descend(region.scale)
    // One shard's samples are enough to see it; they take turns.
    let divergence = shards[step % shards.count].measureDivergence(policy: policy)
    guard divergence <= Self.largestDivergence else {
      policy.parameters.copy(from: oldParameters)
      throw kfac.refusal(
        of: step, "the divergence of the policy from the one before is \(divergence) nats")
    }
    return CurvatureReport(
      predictedKL: region.predictedKL, measuredKL: divergence, scale: region.scale,
      hits: region.scale < 1 ? 1 : 0, inputCondition: kfac.conditionNumber(.inputs),
      outputCondition: kfac.conditionNumber(.outputs))
  }
}
