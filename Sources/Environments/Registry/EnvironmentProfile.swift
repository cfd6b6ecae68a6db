import Tensors

/// What there is to know about an environment before it runs: what an agent observes and does, and what
/// can be recorded.
package struct EnvironmentProfile: Sendable {
  /// Numbers by name.
  package struct Quantity: Sendable, Hashable {
    package let label: QuantityLabel
    /// How many numbers there are.
    package let size: Int
  }

  /// The components that the id leaves visible.
  package let observation: BoxSpace
  /// The same as a policy sees them: each category as zeros and a 1.
  package let seen: BoxSpace
  package let action: ActionSpace
  /// One for each choice of a discrete action, or each component of any other; [] where they have no
  /// names.
  package let actionLabels: [QuantityLabel]
  package let diagnostics: [Quantity]
  /// The parts of the whole state.
  package let state: [Quantity]
  /// What is recorded with each episode.
  package let episodeFacts: [Quantity]
  package let secondsPerStep: Double?
}

extension EnvironmentDescription {
  /// Makes an environment and begins an episode to find out.
  package func profile() throws(EnvironmentSetupError) -> EnvironmentProfile {
    let spaces = try spaces()
    var environment = try makeEnvironment()
    var random = RandomStream(seed: 1, purpose: .environment)
    environment.reset(using: &random)
    var state = EnvironmentState()
    environment.save(to: &state)
    let labels = environment.diagnosticLabels
    func quantity(_ name: String, _ values: [Double]) -> EnvironmentProfile.Quantity {
      let label = labels.first { $0.name == name }
      return EnvironmentProfile.Quantity(label: label ?? QuantityLabel(name), size: values.count)
    }
    return EnvironmentProfile(
      observation: spaces.observation, seen: spaces.seen, action: spaces.action,
      actionLabels: environment.actionLabels,
      diagnostics: environment.namedDiagnostics.map { quantity($0.name, $0.values) },
      state: state.arrays.sorted { $0.key < $1.key }.map {
        EnvironmentProfile.Quantity(label: QuantityLabel($0.key), size: $0.value.count)
      },
      episodeFacts: environment.episodeFacts.map { quantity($0.key, $0.value) },
      secondsPerStep: environment.secondsPerStep)
  }
}

extension Environment {
  /// The diagnostics, whatever they are kept in.
  package var namedDiagnostics: [(name: String, values: [Double])] {
    diagnostics.map { (name: $0.key, values: $0.value) }
  }
}
