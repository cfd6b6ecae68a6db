import Environments

/// What an environment gives to a policy and takes from it, and when it cuts episodes.
package struct EvaluationSpaces: Sendable {
  /// What the environment gives, before it is normalised.
  package let observations: BoxSpace
  package let actions: ActionSpace
  package let maximumEpisodeSteps: Int?

  /// Makes an environment to find out.
  ///
  /// - Throws: `EnvironmentSetupError`.
  package init(
    of configuration: EnvironmentConfiguration, registry: EnvironmentRegistry = .standard
  ) throws {
    let environment = try registry.environment(for: configuration)
    let batch = try environment.makeBatch(
      indices: 0..<1, seed: 0, options: configuration.batchOptions)
    observations = batch.observationSpace
    actions = batch.actionSpace
    maximumEpisodeSteps = environment.maximumEpisodeSteps
  }

  package init(observations: BoxSpace, actions: ActionSpace, maximumEpisodeSteps: Int?) {
    self.observations = observations
    self.actions = actions
    self.maximumEpisodeSteps = maximumEpisodeSteps
  }
}
