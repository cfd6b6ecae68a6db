import Foundation
import Models
import Tensors

extension PolicyCase {
  /// Compares everything that a forward pass gives.
  func compareOutputs() throws {
    let rows = steps * environments
    let (arena, (observations, actions, masks, hiddenStates, logProbabilities, entropies, modes)) =
      Arena.carve { carver in
        (
          carver.matrix(rows: rows, columns: policy.observationSize),
          carver.matrix(rows: rows, columns: policy.actionSize),
          carver.matrix(rows: rows, columns: 1),
          carver.matrix(rows: environments, columns: policy.hiddenStateSize),
          carver.matrix(rows: rows, columns: 1), carver.matrix(rows: rows, columns: 1),
          carver.matrix(rows: rows, columns: policy.actionSize)
        )
      }
    defer { withExtendedLifetime(arena) {} }
    let shape = [steps, environments]
    try data.read(
      "inputs/observations", into: observations, shape: shape + [policy.observationSize])
    actions.copy(from: try readActions())
    try data.read("inputs/masks", into: masks, shape: shape)
    if policy.configuration.isRecurrent {
      try data.read(
        "inputs/initial_hidden", into: hiddenStates, shape: [environments, policy.hiddenStateSize])
    }
    let batch = PolicyBatch(
      plan: wholePlan, observations: observations, actions: actions, masks: masks,
      hiddenStates: hiddenStates)
    let workspace = PolicyWorkspace(policy: policy, rows: rows, sequences: environments)
    let (values, actionParameters) = policy.evaluate(
      batch, logProbabilities: logProbabilities, entropies: entropies, in: workspace)
    policy.mode(actionParameters, actions: modes)

    try compare(values, with: "values", shape: shape)
    try compare(logProbabilities, with: "log_probs", shape: shape)
    try compare(entropies, with: "entropy", shape: shape)
    data.compare(
      [entropies.values.reduce(0) { $0 + Double($1) } / Double(rows)],
      with: [try data.number("entropy_mean", of: "outputs")], tolerance: tolerances.output,
      as: "outputs/entropy_mean")
    try compare(modes, with: "mode_action", shape: actionShape)
    try compareDistribution(actionParameters)
    try compareFeatures(observations, in: workspace)
  }

  /// All steps of all environments as sequences.
  private var wholePlan: SequencePlan {
    var plan = SequencePlan(maximumSteps: steps)
    for _ in 0..<steps {
      plan.appendStep(rowCount: environments)
    }
    return plan
  }

  private func compare(_ matrix: Matrix, with name: String, shape: [Int]) throws {
    try data.compare(
      matrix, with: "outputs/\(name)", shape: shape, tolerance: tolerances.output)
  }

  private func compareDistribution(_ actionParameters: Matrix) throws {
    let values = actionParameters.values.map(Double.init)
    let shape = [steps, environments, actionSize]
    switch kind {
    case .box:
      try compare(actionParameters, with: "mean", shape: shape)
      let slot = policy.layout.slots.first { $0.name == "action/log_standard_deviation" }
      guard let slot else { return }
      try compare(slot.view(in: policy.parameters), with: "logstd", shape: [actionSize])
    case .bernoulli:
      try compare(actionParameters, with: "logits", shape: shape)
      try data.compare(
        values.map { 1 / (1 + exp(-$0)) }, with: "outputs/probabilities", shape: shape,
        tolerance: tolerances.output)
    case .discrete:
      // Ours are normalised: each is a log-probability.
      let logits = try data.read("outputs/logits", shape: shape)
      let normalized = stride(from: 0, to: logits.count, by: actionSize).flatMap { start in
        let row = logits[start..<start + actionSize]
        let largest = row.max() ?? 0
        let sum = row.reduce(0) { $0 + exp($1 - largest) }
        return row.map { $0 - largest - log(sum) }
      }
      data.compare(
        values, with: normalized, tolerance: tolerances.output, as: "outputs/logits, normalised")
      try data.compare(
        values.map { exp($0) }, with: "outputs/probabilities", shape: shape,
        tolerance: tolerances.output)
    }
  }

  private func compareFeatures(_ observations: Matrix, in workspace: PolicyWorkspace) throws {
    let size = policy.configuration.hiddenSize
    let layers = workspace.trunk.outputs.filter { !$0.name.hasPrefix("critic_") }
    let features = layers.last?.output ?? workspace.states ?? observations
    try compare(features, with: "actor_features", shape: [steps, environments, features.columns])
    guard let states = workspace.states else { return }
    try compare(states, with: "hidden_sequence", shape: [steps, environments, size])
    let last = (steps - 1) * environments..<steps * environments
    try compare(states.rows(last), with: "final_hidden", shape: [environments, size])
  }
}
