import Environments

/// What an environment gives to a policy and takes from it, and when it cuts episodes.
package struct EvaluationSpaces: Sendable {
  /// What the environment gives, before it is normalised.
  package let observations: BoxSpace
  package let actions: ActionSpace
  /// What the actions are called; [] where they have no names.
  package let actionLabels: [QuantityLabel]
  package let maximumEpisodeSteps: Int?
  /// The time that a step of the policy stands for, in seconds; nil where the world has no unit of time.
  package let secondsPerStep: Double?
  /// Every argument of the environment, those that were left out included.
  package let arguments: [String: String]

  /// Makes an environment to find out.
  ///
  /// - Throws: `EnvironmentSetupError`.
  package init(
    of configuration: EnvironmentConfiguration, registry: EnvironmentRegistry = .standard
  ) throws {
    let description = try registry.environment(for: configuration)
    let batch = try description.makeBatch(
      indices: 0..<1, seed: 0, options: configuration.batchOptions)
    let environment = batch.environment(inRow: 0)
    observations = batch.observationSpace
    actions = batch.actionSpace
    actionLabels = environment.actionLabels
    maximumEpisodeSteps = description.maximumEpisodeSteps
    secondsPerStep = environment.secondsPerStep.map { $0 * Double(configuration.actionRepeat) }
    arguments = try registry.completed(configuration).arguments
  }

  package init(
    observations: BoxSpace, actions: ActionSpace, actionLabels: [QuantityLabel] = [],
    maximumEpisodeSteps: Int?, secondsPerStep: Double? = nil, arguments: [String: String] = [:]
  ) {
    self.observations = observations
    self.actions = actions
    self.actionLabels = actionLabels
    self.maximumEpisodeSteps = maximumEpisodeSteps
    self.secondsPerStep = secondsPerStep
    self.arguments = arguments
  }
}
