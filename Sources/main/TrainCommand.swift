import Agents
import ArgumentParser
import Environments
import Foundation

/// `agents train`
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train a policy, or go on training one.",
    discussion: """
      Without --env it trains on the inverted pendulum (velocities hidden when recurrent), with \
      settings that solve it within a minute. Flags of pytorch-a2c-ppo-acktr work as they are. In \
      parentheses stands what is taken where a flag is left out, for an algorithm where they differ.

      Ctrl-C finishes the update at hand, saves and says how to go on.
      """)

  @OptionGroup(title: "What to train") var task: TaskOptions
  @OptionGroup(title: "Policy") var policy: PolicyOptions
  @OptionGroup(title: "Rollouts and returns") var rollouts: RolloutOptions
  @OptionGroup(title: "Learning") var learning: LearningOptions
  @OptionGroup(title: "Run") var runOptions: RunOptions

  func run() throws {
    let registry = EnvironmentRegistry.standard
    if let place = runOptions.resume {
      try TrainingSession(
        resuming: URL(filePath: place), totalSteps: rollouts.numEnvSteps?.value,
        options: runOptions, registry: registry
      ).run()
    } else {
      try TrainingSession(
        makeConfiguration(registry), options: runOptions, registry: registry
      ).run()
    }
  }

  /// The defaults of the algorithm, or of the first run that a newcomer makes, with the flags on top.
  func makeConfiguration(_ registry: EnvironmentRegistry) throws -> TrainingConfiguration {
    let algorithm = task.algo ?? .ppo
    var configuration: TrainingConfiguration
    if let id = task.env {
      let (environment, note) = try registry.find(id)
      if let note { Console.printError(note) }
      configuration = TrainingConfiguration(
        algorithm: algorithm, environment: EnvironmentConfiguration(id: environment.id),
        isRecurrent: policy.recurrent)
      let hasContinuousActions =
        if case .box = try environment.spaces().action { true } else { false }
      configuration.normalization.observations = hasContinuousActions
      configuration.normalization.rewards = hasContinuousActions
    } else {
      configuration = .firstRun(algorithm: algorithm, isRecurrent: policy.recurrent)
    }
    try task.apply(to: &configuration)
    policy.apply(to: &configuration)
    rollouts.apply(to: &configuration)
    learning.apply(to: &configuration)
    try configuration.validate()
    return configuration
  }
}
