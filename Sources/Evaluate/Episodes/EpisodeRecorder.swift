import Acting
import Environments
import Models
import Tensors

/// Writes down the episodes of one row, step by step, in the form of a trajectory file's datasets.
///
/// What belongs to states has T + 1 rows, what belongs to steps has T.
final class EpisodeRecorder {
  private let configuration: RecordingConfiguration
  private var states: [RecordingChannel]
  private var steps: [RecordingChannel]
  private var infos: InfoTable
  private var facts = [String: [Double]]()

  /// - Parameter environment: One of those that the episodes take place in.
  init(
    _ policy: TrainedPolicy, environment: any Environment, pass: PolicyPass, row: Int,
    buffers: EpisodeBuffers, configuration: RecordingConfiguration
  ) {
    self.configuration = configuration
    let space = environment.actionSpace
    infos = InfoTable(environment.diagnosticLabels)
    // Of actions of several components only where all have the same.
    let actionUnits = Set(environment.actionLabels.map(\.unit))
    let actionUnit = actionUnits.count == 1 ? actionUnits.first ?? nil : nil

    func channel(
      _ name: String, _ element: EpisodeSeries.Element = .float32, _ dimensions: String...,
      unit: String? = nil, from source: Matrix
    ) -> RecordingChannel {
      RecordingChannel(
        EpisodeSeries.Format(
          name, element, rowShape: dimensions.count == 1 ? [] : [source.count], unit: unit,
          dimensions: dimensions),
        from: source)
    }
    states = [channel("values", .float32, "state", from: pass.values.row(row))]
    let layout = policy.policy.observation
    if layout.numberCount > 0 {
      states.append(
        channel(
          "observations", .float32, "state", "component",
          from: pass.observations.row(row).numbers))
    }
    if policy.normalizer != nil {
      states.append(
        channel(
          "raw_observations", .float32, "state", "component", from: buffers.rawFields.numbers))
    }
    for (field, range) in layout.images {
      states.append(
        RecordingChannel(
          EpisodeSeries.Format(
            "images/\(field.name)", .byte, rowShape: field.shape,
            dimensions: ["state", "channel", "row", "column"]),
          from: buffers.rawObservation.columns(range)))
    }
    if policy.policy.configuration.isRecurrent {
      states.append(
        channel("hidden_states", .float32, "state", "unit", from: pass.hiddenStates.row(row)))
    }

    let action = pass.actions.row(row)
    let parameters = pass.actionParameters.row(row)
    steps = [
      channel("rewards", .float32, "step", from: buffers.reward),
      channel("terminations", .flag, "step", from: buffers.terminated),
      channel("truncations", .flag, "step", from: buffers.truncated),
      channel("log_probabilities", .float32, "step", from: pass.logProbabilities.row(row)),
    ]
    switch space {
    case .discrete: steps.append(channel("actions", .int64, "step", from: action))
    case .multiDiscrete, .multiBinary:
      steps.append(channel("actions", .int64, "step", "action", from: action))
    case .box:
      steps.append(
        channel("actions", .float32, "step", "action", unit: actionUnit, from: action))
    }
    if let deviations = pass.standardDeviations {
      steps.append(
        channel("mean", .float32, "step", "action", unit: actionUnit, from: parameters))
      steps.append(
        channel(
          "standard_deviation", .float32, "step", "action", unit: actionUnit, from: deviations))
    } else {
      steps.append(channel("logits", .float32, "step", "choice", from: parameters))
    }
    if configuration.activations {
      steps += pass.layers.map { name, output in
        channel("activations/\(name)", .float32, "step", "unit", from: output.row(row))
      }
    }
  }

  /// Writes down what stays the same in the episode that `environment` has just begun.
  func recordFacts(of environment: any Environment) {
    facts = Dictionary(environment.episodeFacts.map { ($0.key, $0.value) }) { first, _ in first }
  }

  /// Writes down state number `row`: what the policy sees, what it remembers, what it expects.
  func recordState(_ environment: () -> any Environment, row: Int) {
    for index in states.indices { states[index].record() }
    guard configuration.state || !configuration.diagnostics.isEmpty else { return }
    let environment = environment()
    for (name, values) in environment.namedDiagnostics
    where configuration.diagnostics.contains(name) {
      infos.set(name, row: row, values)
    }
    if configuration.state {
      var state = EnvironmentState()
      environment.save(to: &state)
      for (name, values) in state.arrays { infos.set("state/\(name)", row: row, values) }
    }
  }

  /// Writes down a step: what the policy did and what came of it.
  func recordStep() {
    for index in steps.indices { steps[index].record() }
  }

  /// Writes down what an observer has to say about state number `row`.
  func record(_ name: String, _ values: [Double], row: Int) { infos.set(name, row: row, values) }

  /// The whole episode.
  func record(of result: EpisodeResult) -> EpisodeRecord {
    EpisodeRecord(
      result: result,
      series: (states + steps).map(\.series) + infos.series(rowCount: result.length + 1),
      facts: facts)
  }

  /// What it holds of the episode, in bytes.
  var byteCount: Int {
    (states + steps).reduce(infos.byteCount) { $0 + $1.series.bytes.count }
  }

  /// Forgets the episode and keeps the memory for the next.
  func removeAll() {
    for index in states.indices { states[index].removeAll() }
    for index in steps.indices { steps[index].removeAll() }
    infos.removeAll()
  }
}
