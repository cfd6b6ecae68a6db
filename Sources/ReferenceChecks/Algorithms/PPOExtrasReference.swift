import Agents
import HDF5
import Storage
import Tensors

/// Compares the terms that can be added to PPO's loss with `algorithms/ppo_extras.h5`: minibatches
/// normalised, the dual clip, the penalty on the divergence, Huber's loss.
enum PPOExtrasReference {
  static func compare(_ file: HDF5File) throws -> ReferenceFindings {
    let tolerance = try ReferenceStatement(of: file).tolerance(behind: "float32")
    var findings = ReferenceFindings()
    for kind in try file.children() {
      for name in try file.children(of: kind) {
        let data = try ReferenceCase("\(kind)/\(name)", of: file)
        let extras = PPOExtrasCase(data: data, kind: kind, tolerance: tolerance)
        guard try extras.compare() else {
          findings.unknown.append(data.path)
          continue
        }
        findings.deviations.merge(data.deviations)
        findings.unknown += data.unread.sorted()
      }
    }
    return findings
  }
}

struct PPOExtrasCase {
  let data: ReferenceCase
  /// What kind of term it is about.
  let kind: String
  let tolerance: ReferenceTolerance

  /// False where the kind is unknown.
  func compare() throws -> Bool {
    switch kind {
    case "minibatch_normalization": try compareNormalization()
    case "dual_clip": try compareDualClip()
    case "huber_value": try compareHuber()
    case "kl_penalty": try comparePenalty()
    default: return false
    }
    return true
  }

  // MARK: - Reading and comparing

  /// What is given of each sample, by its name in `inputs`.
  private func inputs(_ names: [String], count: Int) throws -> [String: [Double]] {
    try Dictionary(
      uniqueKeysWithValues: names.map { ($0, try data.read("inputs/\($0)", shape: [count])) })
  }

  private static let names = [
    "advantages", "old_log_probs", "log_probs", "entropies", "returns", "old_values", "values",
  ]

  /// The samples at `places`; what the case does not give stays 0.
  private func outputs(
    _ inputs: [String: [Double]], at places: some Collection<Int>,
    _ configuration: TrainingConfiguration
  ) throws -> GivenOutputs {
    let outputs = try GivenOutputs(configuration, count: places.count)
    let rollout = outputs.rollout
    for (name, matrix) in [
      ("advantages", rollout.advantages), ("old_log_probs", rollout.logProbabilities),
      ("log_probs", outputs.logProbabilities), ("entropies", outputs.entropies),
      ("returns", rollout.returns), ("old_values", rollout.values.row(0)),
      ("values", outputs.values),
    ] {
      matrix.fill(0)
      guard let values = inputs[name] else { continue }
      for (row, place) in places.enumerated() { matrix[row] = Float(values[place]) }
    }
    return outputs
  }

  func compare(_ values: [Double], with name: String) throws {
    try data.compare(
      values, with: name, shape: [values.count], tolerance: tolerance, as: "\(kind)/\(name)")
  }

  func compare(_ value: Double, withAttribute name: String) throws {
    data.compare(
      [value], with: [try data.number(name)], tolerance: tolerance, as: "\(kind)/\(name)")
  }

  private func total(_ sums: LossSums, _ configuration: TrainingConfiguration) -> Double {
    let learning = configuration.learning
    return sums.mean(.policyLoss) + learning.valueLossCoefficient * sums.mean(.valueLoss)
      - learning.entropyCoefficient * sums.mean(.entropy)
  }

  private func readLoss(into configuration: inout TrainingConfiguration) throws {
    configuration.ppo.clip = try data.number("clip_param")
    configuration.ppo.clipsValueLoss = try data.number("clipped_value_loss") != 0
    configuration.learning.valueLossCoefficient = try data.number("value_loss_coef")
    configuration.learning.entropyCoefficient = try data.number("entropy_coef")
  }

  // MARK: - Kinds

  private func compareNormalization() throws {
    let count = try data.size("samples")
    let configuration = try GivenOutputs.configuration { try readLoss(into: &$0) }
    let (size, epsilon) = (try data.size("minibatch_size"), try data.number("advantage_eps"))
    let order = try data.read("inputs/permutation", shape: [count]).map { Int($0) }
    guard order.sorted() == Array(0..<count) else { throw data.bad("its order is none") }
    let inputs = try inputs(Self.names, count: count)
    var found = [String: [Double]]()
    var samples = [String: [Double]]()
    for name in ["log_probs", "values", "entropies", "advantages"] {
      samples[name] = [Double](repeating: .nan, count: count)
    }
    for start in stride(from: 0, to: count, by: size) {
      let places = order[start..<min(start + size, count)]
      let outputs = try outputs(inputs, at: places, configuration)
      let (sums, standardization) = outputs.differentiate(advantageEpsilon: epsilon)
      for (name, value) in [
        ("advantage_means", standardization?.mean ?? .nan),
        ("advantage_stds", standardization?.deviation ?? .nan),
        ("action_losses", sums.mean(.policyLoss)), ("value_losses", sums.mean(.valueLoss)),
        ("entropy_means", sums.mean(.entropy)), ("total_losses", total(sums, configuration)),
        ("approx_kl_k1", sums.mean(.negativeLogRatio)),
        ("approx_kl_k3", sums.mean(.ratioDivergence)),
        ("clip_fraction", sums.mean(.clipFraction)), ("minibatch_sizes", sums.samples),
      ] { found[name, default: []].append(value) }
      let entropyGradient = -Double(outputs.objective.entropyCoefficient) / sums.samples
      for (row, place) in places.enumerated() {
        samples["log_probs"]?[place] = Double(outputs.logProbabilityGradients[row])
        samples["values"]?[place] = Double(outputs.valueGradients[row])
        samples["entropies"]?[place] = entropyGradient
        samples["advantages"]?[place] = Double(outputs.batch.advantages[row])
      }
    }
    for (name, values) in found { try compare(values, with: "outputs/\(name)") }
    for (name, values) in samples {
      try compare(
        values, with: name == "advantages" ? "outputs/advantages_used" : "gradients/\(name)")
    }
  }

  private func compareDualClip() throws {
    let count = try data.size("samples")
    let configuration = try GivenOutputs.configuration {
      try readLoss(into: &$0)
      $0.ppo.dualClip = try data.number("dual_clip")
    }
    let inputs = try inputs(Self.names, count: count)
    let outputs = try outputs(inputs, at: 0..<count, configuration)
    let (sums, _) = outputs.differentiate()
    try compare(sums.mean(.policyLoss), withAttribute: "action_loss")
    try compare(sums.mean(.valueLoss), withAttribute: "value_loss")
    try compare(sums.mean(.entropy), withAttribute: "entropy")
    try compare(total(sums, configuration), withAttribute: "total_loss")
    try compare(sums.mean(.negativeLogRatio), withAttribute: "approx_kl_k1")
    try compare(sums.mean(.ratioDivergence), withAttribute: "approx_kl_k3")
    try compare(sums.mean(.clipFraction), withAttribute: "clip_fraction")
    try compare(sums[.dualClipFraction], withAttribute: "dual_clipped_samples")
    try compare(
      outputs.logProbabilityGradients.values.map(Double.init), with: "gradients/log_probs")
    try compare(outputs.valueGradients.values.map(Double.init), with: "gradients/values")
    let entropyGradient = -Double(outputs.objective.entropyCoefficient) / sums.samples
    try compare(
      [Double](repeating: entropyGradient, count: count), with: "gradients/entropies")
    try compareRatios(outputs)
    // The loss of a sample alone is what it is to be made larger by, but for the sign.
    let objectives = try (0..<count).map {
      -(try self.outputs(inputs, at: [$0], configuration).differentiate().sums[.policyLoss])
    }
    try compare(objectives, with: "outputs/objectives")
  }

  func compareRatios(_ outputs: GivenOutputs) throws {
    let logProbabilities = zip(
      outputs.logProbabilities.values, outputs.rollout.logProbabilities.values)
    try compare(
      logProbabilities.map { Double(($0 - $1).exponential) }, with: "outputs/ratio")
  }

  private func compareHuber() throws {
    let count = try data.size("samples")
    let configuration = try GivenOutputs.configuration {
      $0.ppo.clip = try data.number("clip_param")
      $0.ppo.clipsValueLoss = try data.number("clipped_value_loss") != 0
      $0.ppo.valueLoss = .huber
      $0.ppo.huberDelta = try data.number("huber_delta")
    }
    let inputs = try inputs(["returns", "old_values", "values"], count: count)
    let outputs = try outputs(inputs, at: 0..<count, configuration)
    try compare(
      outputs.differentiate().sums.mean(.valueLoss), withAttribute: "value_loss")
    try compare(outputs.valueGradients.values.map(Double.init), with: "gradients/values")
    let losses = try (0..<count).map {
      try self.outputs(inputs, at: [$0], configuration).differentiate().sums[.valueLoss]
    }
    try compare(losses, with: "outputs/losses")
  }
}
