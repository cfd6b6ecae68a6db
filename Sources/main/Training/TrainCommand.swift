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
      parentheses stands what is taken where a flag is left out.

      Ctrl-C or SIGTERM finishes the update at hand, saves, says how to go on and ends the program by \
      that signal, which a shell shows as status 130 or 143. Other statuses are 0 for a finished run, \
      64 for wrong usage, 65 for bad data and 74 for failed input or output.
      """)

  @OptionGroup(title: "What to train") var task: TaskOptions
  @OptionGroup(title: "Environment") var environment: EnvironmentOptions
  @OptionGroup(title: "Policy") var policy: PolicyOptions
  @OptionGroup(title: "Rollouts and returns") var rollouts: RolloutOptions
  @OptionGroup(title: "Learning") var learning: LearningOptions
  @OptionGroup(title: "Run") var runOptions: RunOptions

  func run() throws {
    Interruption.listen()
    let session = try makeSession(.standard)
    try session.run()
    if !session.isFinished { Interruption.endBySignal() }
  }

  private func makeSession(_ registry: EnvironmentRegistry) throws -> TrainingSession {
    guard let place = runOptions.resume else {
      return try TrainingSession(
        makeConfiguration(registry), options: runOptions, registry: registry)
    }
    return try TrainingSession(
      resuming: URL(filePath: place).absoluteURL, totalSteps: rollouts.numEnvSteps?.value,
      options: runOptions, registry: registry,
      accept: { configuration in
        if let lines = try changes(of: configuration, registry) {
          throw ResumeError.otherSettings(lines)
        }
      })
  }

  /// The defaults of the algorithm, or of the first run that a newcomer makes, with the flags on top.
  func makeConfiguration(_ registry: EnvironmentRegistry) throws -> TrainingConfiguration {
    let algorithm = task.algo ?? .ppo
    var configuration: TrainingConfiguration
    if let (environment, note) = try environment.choice(in: registry) {
      if let note, !runOptions.quiet { Console.printError(note) }
      configuration = TrainingConfiguration(
        algorithm: algorithm, environment: environment, isRecurrent: policy.recurrent)
    } else {
      configuration = .firstRun(algorithm: algorithm, isRecurrent: policy.recurrent)
    }
    try apply(to: &configuration, registry)
    try configuration.validate()
    return configuration
  }

  private func apply(
    to configuration: inout TrainingConfiguration, _ registry: EnvironmentRegistry
  ) throws {
    if let seed = task.seed { configuration.seed = seed }
    try environment.apply(to: &configuration.environment, registry: registry)
    policy.apply(to: &configuration)
    rollouts.apply(to: &configuration)
    learning.apply(to: &configuration)
  }

  /// The settings, as lines of config.json, that the flags would change in a run that has begun; nil
  /// where they would change none.
  private func changes(
    of old: TrainingConfiguration, _ registry: EnvironmentRegistry
  ) throws -> [String]? {
    var new = old
    if let (choice, _) = try environment.choice(in: registry) {
      new.environment.id = choice.id
      new.environment.task = choice.task
    }
    if let algorithm = task.algo { new.algorithm = algorithm }
    if policy.recurrent { new.policy.isRecurrent = true }
    try apply(to: &new, registry)
    guard new != old else { return nil }
    func lines(_ configuration: TrainingConfiguration) throws -> [Substring] {
      try RunRecord(configuration).text.split(separator: "\n")
    }
    let known = Set(try lines(old))
    return try lines(new).filter { !known.contains($0) }.map {
      $0.trimmingCharacters(in: CharacterSet(charactersIn: " ,"))
    }
  }
}
