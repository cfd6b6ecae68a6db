import Foundation
import Models
import Spaces
import Tensors

extension PolicyCase {
  /// Compares everything that a forward pass gives.
  func compareOutputs() throws {
    let rows = steps * environments
    let (arena, (observations, actions, masks, hiddenStates, logProbabilities, entropies, modes)) =
      Arena.carve { carver in
        (
          carver.observations(policy.observation, rows: rows),
          carver.matrix(rows: rows, columns: policy.actionSize),
          carver.matrix(rows: rows, columns: 1),
          carver.matrix(rows: environments, columns: policy.hiddenStateSize),
          carver.matrix(rows: rows, columns: 1), carver.matrix(rows: rows, columns: 1),
          carver.matrix(rows: rows, columns: policy.actionSize)
        )
      }
    defer { withExtendedLifetime(arena) {} }
    let shape = [steps, environments]
    try readObservations(into: observations)
    actions.copy(from: try readActions())
    try data.read("inputs/masks", into: masks, shape: shape)
    if policy.configuration.isRecurrent {
      try readStates("inputs/initial_hidden", into: hiddenStates, shape: [environments])
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
    try compareEncoder(in: workspace)
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

  /// Compares what each convolution gives of the first image, and the encoder of all.
  private func compareEncoder(in workspace: PolicyWorkspace) throws {
    guard let encoder = policy.encoder as? ImageEncoder,
      let cache = workspace.input?.encoder as? ImageEncoder.Cache
    else { return }
    for (index, convolution) in encoder.convolutions.enumerated() {
      let (shape, maps) = (convolution.shape, convolution.maps)
      let first = cache.maps[index].row(0).values.map(Double.init)
      let places = 0..<shape.outputPlaces
      let channelsFirst = (0..<maps).flatMap { map in places.map { first[$0 * maps + map] } }
      try data.compare(
        channelsFirst, with: "outputs/conv\(index)_activation",
        shape: [maps, shape.outputHeight, shape.outputWidth], tolerance: tolerances.output)
    }
    try compare(
      cache.features, with: "encoder_features",
      shape: [steps, environments, cache.features.columns])
  }

  private func compareFeatures(_ observations: Observations, in workspace: PolicyWorkspace) throws {
    // The older files have the actor's alone.
    for (name, head) in [("actor", HeadSet.actor), ("critic", .critic)]
    where try data.contains("outputs/\(name)_features") {
      let layers = workspace.trunk.outputs.filter {
        $0.name.hasPrefix(name) || $0.name.hasPrefix("shared")
      }
      let features =
        layers.last?.output ?? recurrentFeatures(of: head, in: workspace)
        ?? (workspace.input?.encoder as? ImageEncoder.Cache)?.features ?? observations.numbers
      try compare(
        features, with: "\(name)_features", shape: [steps, environments, features.columns])
    }
    guard let states = workspace.states else { return }
    let memory = states.columns(0..<stateSize)
    try compare(memory, with: "hidden_sequence", shape: [steps, environments, stateSize])
    let last = (steps - 1) * environments..<steps * environments
    try compare(memory.rows(last), with: "final_hidden", shape: [environments, stateSize])
    if try data.contains("outputs/recurrent_features"),
      let features = recurrentFeatures(of: .actor, in: workspace)
    {
      try compare(
        features, with: "recurrent_features", shape: [steps, environments, features.columns])
    }
    try compareDerived(in: workspace)
  }

  /// What the memory that a head reads gives.
  private func recurrentFeatures(of head: HeadSet, in workspace: PolicyWorkspace) -> Matrix? {
    let memory = policy.memories.first { $0.heads.contains(head) }
    guard let memory, let states = workspace.states else { return nil }
    return states.columns(memory.output)
  }

  /// Compares what cells make of their parameters.
  private func compareDerived(in workspace: PolicyWorkspace) throws {
    let size = policy.configuration.hiddenSize
    if let rnn = policy.onlyCell as? RNN,
      let cache = workspace.memories[0].cells[0] as? RNN.Cache
    {
      let isDale = rnn.excitatoryCount != nil
      let weight = isDale ? cache.effectiveWeight : policy.parameter(rnn.recurrentWeight)
      try data.compare(
        (0..<size).flatMap { post in (0..<size).map { pre in Double(weight[pre, post]) } },
        with: "outputs/effective_weight_hh", shape: [size, size], tolerance: tolerances.output)
      let signs = (0..<size).map { isDale ? Double(rnn.sign(ofUnit: $0)) : 0 }
      try data.compare(
        signs, with: "constants/dale_signs", shape: [size], tolerance: tolerances.exact)
    }
    if let cache = workspace.memories.first?.cells[0] as? LRU.Cache {
      let rotation = cache.rotation
      for (name, values) in [
        ("lambda_re", rotation.real), ("lambda_im", rotation.imaginary), ("gamma", rotation.scale),
      ] { try compare(values, with: name, shape: [values.count]) }
    }
  }
}
