import Agents
import Lanes
import Models
import Storage
import Tensors

extension PolicyCase {
  /// Compares a loss, all that is reported about it, and the gradient of every parameter: by the
  /// learner that minibatches go through and, where it computes the same, by a whole update.
  func compareLoss(_ name: String) throws {
    let variant = try LossVariant(name, of: self)
    let configuration = variant.configuration
    let rollout = try makeRollout(configuration.returns)
    let shape = [steps, environments]
    try data.compare(
      rollout.returns, with: "stored/returns", shape: shape, tolerance: tolerances.output)
    try compare(rollout.explainedVariance, with: "explained_variance_old_values", of: variant)
    try prepareAdvantages(rollout, variant)

    let objective: any Objective =
      configuration.algorithm == .ppo
      ? ClippedObjective(configuration) : AdvantageObjective(configuration)
    let recorder = RecordingObjective(objective, steps: steps, environments: environments)
    let learner = GradientLearner(
      LearningContext(
        policy: policy, rollout: rollout, configuration: configuration,
        pool: LanePool(laneCount: 1)),
      objective: recorder)
    let losses = learner.differentiate(minibatch: 0)
    let norm = try learner.step(learningRateScale: 1).gradientNorm

    try compareRows(recorder, variant)
    try compare(losses, with: variant)
    try compareGradients(learner.gradient, variant)
    try compareClipping(learner.optimizer, norm: norm, variant)
    rollout.values.rows(0..<steps).copy(from: recorder.values)
    try compare(rollout.explainedVariance, with: "explained_variance_new_values", of: variant)
    if variant.isUpdate { try compareUpdate(variant) }
  }

  /// What an update does before its first epoch.
  private func prepareAdvantages(_ rollout: RolloutStorage, _ variant: LossVariant) throws {
    guard variant.configuration.algorithm == .ppo else { return }
    let scale = Float(variant.advantageScale)
    rollout.advantages.copy(from: rollout.advantages.values.map { $0 * scale })
    try compare(rollout.advantages, with: "advantages_raw", of: variant)
    if let epsilon = variant.advantageEpsilon {
      rollout.normalizeAdvantages(epsilon: Float(epsilon))
    }
  }

  private func compareRows(_ recorder: RecordingObjective, _ variant: LossVariant) throws {
    try compare(recorder.values, with: "values", of: variant)
    try compare(recorder.logProbabilities, with: "log_probs", of: variant)
    try compare(recorder.advantages, with: "advantages_used", of: variant)
    if variant.configuration.algorithm == .ppo {
      try compare(recorder.ratios, with: "ratio", of: variant)
    }
  }

  private func compare(
    _ losses: LossSums, with variant: LossVariant, isUpdate: Bool = false
  ) throws {
    let learning = variant.configuration.learning
    func compare(_ sum: Double, with name: String) throws {
      try self.compare(sum / losses.samples, with: name, of: variant, isUpdate: isUpdate)
    }
    try compare(losses[.valueLoss], with: "value_loss")
    try compare(losses[.policyLoss], with: "action_loss")
    try compare(losses[.entropy], with: "entropy")
    try compare(
      learning.valueLossCoefficient * losses[.valueLoss] + losses[.policyLoss]
        - learning.entropyCoefficient * losses[.entropy], with: "total_loss")
    guard variant.configuration.algorithm == .ppo else { return }
    try compare(losses[.negativeLogRatio], with: "approx_kl_k1")
    try compare(losses[.ratioDivergence], with: "approx_kl_k3")
    try compare(losses[.clipFraction], with: "clip_fraction")
  }

  private func compareGradients(
    _ gradient: Matrix, scale: Double = 1, _ variant: LossVariant, isUpdate: Bool = false
  ) throws {
    for parameter in try parameters {
      let name = "gradients/\(parameter.name)"
      let reference = try data.read("\(variant.group)/\(name)", shape: parameter.shape)
      data.compare(
        parameter.values(in: gradient), with: reference.map { $0 * scale },
        tolerance: tolerances.gradient(reference.map { $0 * scale }),
        as: isUpdate ? "update/clipped_\(name)" : name)
    }
  }

  /// The optimizer's mean of gradients is the clipped gradient.
  private func compareClipping(
    _ optimizer: any Optimizer, norm: Double, _ variant: LossVariant
  ) throws {
    let clipped = clippedGradient(of: optimizer).sumOfSquares.squareRoot()
    try compare(norm, with: "grad_norm_before", of: variant)
    try compare(clipped, with: "grad_norm_after", of: variant)
    try compare(clipped / norm, with: "clip_coefficient", of: variant)
  }

  private func clippedGradient(of optimizer: any Optimizer) -> Matrix {
    optimizer.state[0].values
  }

  /// The same through the algorithm, from the rollout to the optimizer.
  private func compareUpdate(_ variant: LossVariant) throws {
    let configuration = variant.configuration
    let rollout = try makeRollout(configuration.returns)
    rollout.returns.fill(.nan)
    rollout.advantages.fill(.nan)
    let algorithm = try Algorithms.named(configuration.algorithm).init(
      LearningContext(
        policy: policy, rollout: rollout, configuration: configuration,
        pool: LanePool(laneCount: 1)))
    let statistics = try algorithm.update(remaining: 1)
    try compare(statistics.losses, with: variant, isUpdate: true)
    try compare(
      statistics.explainedVariance, with: "explained_variance_old_values", of: variant,
      isUpdate: true)
    try compare(statistics.gradientNorm, with: "grad_norm_before", of: variant, isUpdate: true)
    try compareGradients(
      clippedGradient(of: algorithm.optimizer),
      scale: try data.number("clip_coefficient", of: variant.group), variant, isUpdate: true)
  }

  // MARK: - One value, one array

  private func compare(
    _ value: Double, with attribute: String, of variant: LossVariant, isUpdate: Bool = false
  ) throws {
    data.compare(
      [value], with: [try data.number(attribute, of: variant.group)], tolerance: tolerances.output,
      as: "\(isUpdate ? "update" : "losses")/\(attribute)")
  }

  private func compare(_ matrix: Matrix, with name: String, of variant: LossVariant) throws {
    try data.compare(
      matrix, with: "\(variant.group)/\(name)", shape: [steps, environments],
      tolerance: tolerances.output, as: "losses/\(name)")
  }
}
