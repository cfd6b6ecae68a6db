import Agents
import Models
import Tensors

extension PPOExtrasCase {
  /// Compares the divergences of distributions from earlier ones, the loss with a penalty on them, its
  /// gradients with respect to the distributions' parameters, and how the penalty's weight adapts.
  func comparePenalty() throws {
    let (count, size) = (try data.size("samples"), try data.size("action_size"))
    let isBox = try data.text("action_kind") == "box"
    let clip = try data.number("clip_param")
    let beta = try data.number("beta")
    let policy = try Policy(
      PolicyConfiguration(), observationSize: 1,
      head: isBox ? .diagonalGaussian(size) : .categorical([size]))
    let outputs = try GivenOutputs(
      GivenOutputs.configuration {
        $0.ppo.clip = clip < 0 ? .infinity : clip
        $0.ppo.klPenalty = beta
      }, count: count)
    let distribution = policy.head.distribution
    let (arena, (old, new, actions, descriptions, divergences, gradient, scratch, parameters)) =
      Arena.carve { carver in
        (
          carver.matrix(rows: count, columns: size), carver.matrix(rows: count, columns: size),
          carver.matrix(rows: count, columns: policy.actionSize),
          carver.matrix(rows: count, columns: distribution.descriptionSize),
          carver.matrix(rows: count, columns: 1), carver.matrix(rows: count, columns: size),
          carver.matrix(rows: count, columns: distribution.scratchSize),
          carver.matrix(rows: 1, columns: policy.layout.count)
        )
      }
    defer { withExtendedLifetime(arena) {} }
    let kind = isBox ? "mean" : "logits"
    let deviation = policy.layout.slots.first { $0.name == "action/log_standard_deviation" }
    func read(_ prefix: String, into matrix: Matrix) throws {
      try data.read("inputs/\(prefix)\(kind)", into: matrix, shape: [count, size])
      distribution.normalize(matrix)
      if let deviation {
        try data.read(
          "inputs/\(prefix)logstd", into: deviation.view(in: policy.parameters), shape: [size])
      }
    }
    try data.read("inputs/actions", into: actions, shape: isBox ? [count, size] : [count])
    let advantages = outputs.rollout.advantages
    try data.read("inputs/advantages", into: advantages, shape: [count])

    try read("old_", into: old)
    let oldLogProbabilities = outputs.rollout.logProbabilities.reshaped(rows: count, columns: 1)
    policy.evaluate(
      old, actions: actions, logProbabilities: oldLogProbabilities, entropies: outputs.entropies)
    policy.describe(old, into: descriptions)
    try read("", into: new)
    policy.evaluate(
      new, actions: actions, logProbabilities: outputs.logProbabilities,
      entropies: outputs.entropies)
    policy.divergences(new, from: descriptions, into: divergences)
    try compare(oldLogProbabilities.values.map(Double.init), with: "outputs/old_log_probs")
    try compare(outputs.logProbabilities.values.map(Double.init), with: "outputs/log_probs")
    try compare(divergences.values.map(Double.init), with: "outputs/kl")
    try compareRatios(outputs)

    let (sums, _) = outputs.differentiate()
    let divergence = divergences.values.reduce(0) { $0 + Double($1) } / Double(count)
    try compare(sums.mean(.policyLoss), withAttribute: "action_loss")
    try compare(divergence, withAttribute: "kl_mean")
    try compare(
      sums.mean(.policyLoss) + sums.mean(.divergenceCoefficient) * divergence,
      withAttribute: "total_loss")
    let logProbabilityGradients = outputs.logProbabilityGradients
    try compare(
      logProbabilityGradients.values.map(Double.init), with: "gradients/action_loss/log_probs")

    /// Compares a gradient whose loss has the objective times `weight` and the divergence times `penalty`.
    func compareGradient(_ name: String, weight: Float, penalty: Float) throws {
      for row in 0..<count { divergences[row] = weight * logProbabilityGradients[row] }
      distribution.backward(
        new, actions: actions, logProbabilityGradients: divergences, entropyGradient: 0,
        into: gradient, scratch: scratch, parameters: policy.parameters,
        sink: .gradients(parameters))
      distribution.addDivergenceGradient(
        new, parameters: policy.parameters, from: descriptions, weight: penalty / Float(count),
        to: gradient, scratch: scratch, sink: .gradients(parameters))
      try data.compare(
        gradient, with: "gradients/\(name)/\(kind)", shape: [count, size], tolerance: tolerance,
        as: "kl_penalty/gradients/\(name)/\(kind)")
      guard let deviation else { return }
      try compare(
        deviation.view(in: parameters).values.map(Double.init), with: "gradients/\(name)/logstd")
    }
    try compareGradient("action_loss", weight: 1, penalty: 0)
    try compareGradient("kl_mean", weight: 0, penalty: 1)
    try compareGradient("total_loss", weight: 1, penalty: Float(beta))
    try compareWeights(from: beta)
  }

  /// How the weight follows the divergences of one update after another.
  private func compareWeights(from beta: Double) throws {
    var penalty = DivergencePenalty(
      coefficient: beta, target: try data.number("kl_target"),
      rule: DivergencePenalty.Rule(
        high: try data.number("kl_high_factor"), low: try data.number("kl_low_factor"),
        increase: try data.number("beta_increase"), decrease: try data.number("beta_decrease")))
    var weights = [beta]
    for divergence in try data.read("inputs/measured_kl") {
      penalty.adapt(to: divergence)
      weights.append(penalty.coefficient)
    }
    try compare(weights, with: "outputs/betas")
  }
}
