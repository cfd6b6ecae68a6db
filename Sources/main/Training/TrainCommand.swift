import Agents
import ArgumentParser
import Environments
import Experiments
import Foundation

/// `agents train`
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train a policy, or resume training one.",
    discussion: """
      Without --env it trains on the inverted pendulum (velocities hidden when recurrent), with \
      settings that solve it within a minute. Flags of pytorch-a2c-ppo-acktr work as they are. In \
      parentheses stands what is taken where a flag is left out.

      Ctrl-C or SIGTERM finishes the current update, saves, says how to resume and ends the program by \
      that signal, which a shell shows as status 130 or 143. SIGUSR1 saves and continues. Other statuses \
      are 0 for a run that came to its end or to a limit that flags set, 64 for wrong usage, 65 for bad \
      data and 74 for failed input or output.
      """)

  @OptionGroup(title: "What to train") var task: TaskOptions
  @OptionGroup(title: "Settings from elsewhere") var settings: SettingsOptions
  @OptionGroup(title: "Environment") var environment: EnvironmentOptions
  @OptionGroup(title: "Policy") var policy: PolicyOptions
  @OptionGroup(title: "Rollouts and returns") var rollouts: RolloutOptions
  @OptionGroup(title: "Learning") var learning: LearningOptions
  @OptionGroup(title: "K-FAC, the optimizer of ACKTR") var curvature: CurvatureOptions
  @OptionGroup(title: "Run") var runOptions: RunOptions

  func run() throws {
    Interruption.listen()
    Interruption.listenForSaving()
    let arguments = CommandLine.arguments.drop { $0 != Self.configuration.commandName }.dropFirst()
    let (command, recorded) = try completed(Array(arguments))
    let run = try command.makeRun(.standard, recorded: recorded)
    if try run.train() == .interrupted { Interruption.endBySignal() }
  }

  /// What a call with these arguments would train. Nothing is begun or printed.
  static func configuration(for arguments: [String]) throws -> TrainingConfiguration {
    var (command, recorded) = try parse(arguments).completed(arguments)
    command.runOptions.quiet = true
    return try command.makeConfiguration(.standard, recorded: recorded)
  }

  /// This command, which `arguments` were parsed to, with the settings of --preset and --config in front
  /// of its own flags, which win; and the configuration that a run wrote down, if that is what the file
  /// holds.
  private func completed(
    _ arguments: [String]
  ) throws -> (command: Self, recorded: TrainingConfiguration?) {
    guard settings.config != nil || settings.preset != nil else { return (self, nil) }
    var arguments = Self.uniform(OriginalFlags.translate(arguments))
    var recorded: TrainingConfiguration?
    if let file = settings.config {
      switch try SettingsFile(reading: URL(filePath: file).absoluteURL) {
      case .flags(let flags):
        let flags = OriginalFlags.translate(flags)
        // On their own they must not contradict each other, while others win over them.
        _ = try Self.parse(flags)
        arguments = Self.uniform(flags) + arguments
      case .run(let configuration): recorded = configuration
      }
    }
    // The file may name a preset.
    if let name = try Self.parse(arguments).settings.preset {
      if recorded != nil {
        throw ConfigurationError(
          "A run's config.json has every setting, so --preset cannot be taken beside it; leave one out."
        )
      }
      arguments = Self.uniform(try Preset.named(name).arguments) + arguments
    }
    return (try Self.parse(arguments), recorded)
  }

  /// Arguments with one spelling for what has two, so that the last one wins.
  private static func uniform(_ arguments: [String]) -> [String] {
    arguments.map { spellings[$0] ?? $0 }
  }

  private static let spellings = LearningOptions.normalization.arguments
    .merging(RolloutOptions.estimator.arguments) { first, _ in first }

  private func makeRun(
    _ registry: EnvironmentRegistry, recorded: TrainingConfiguration?
  ) throws -> TrainingRun {
    guard let place = runOptions.resume else {
      let configuration = try makeConfiguration(registry, recorded: recorded)
      try runOptions.check()
      return try TrainingRun(
        configuration, options: runOptions.training, registry: registry, control: .signals,
        observers: runOptions.observers + TrainingObservers.make())
    }
    guard settings.config == nil && settings.preset == nil else {
      throw ConfigurationError(
        "A run resumes with the settings it began with; leave out --config and --preset.")
    }
    try runOptions.check()
    return try TrainingRun(
      resuming: URL(filePath: place).absoluteURL, totalSteps: rollouts.numEnvSteps?.value,
      options: runOptions.training, registry: registry, control: .signals,
      observers: runOptions.observers + TrainingObservers.make(),
      accept: { configuration in
        if let lines = try changes(of: configuration, registry) {
          throw OtherSettingsError(lines: lines)
        }
      })
  }

  /// What a run wrote down, or the defaults of the algorithm, or those of the first run that a newcomer
  /// makes; with the flags on top.
  private func makeConfiguration(
    _ registry: EnvironmentRegistry, recorded: TrainingConfiguration?
  ) throws -> TrainingConfiguration {
    let algorithm = task.algo ?? .ppo
    let isRecurrent = policy.recurrent ?? false
    var configuration: TrainingConfiguration
    if let recorded {
      configuration = recorded
    } else if let (environment, _) = try environment.choice(in: registry) {
      configuration = TrainingConfiguration(
        algorithm: algorithm, environment: environment, isRecurrent: isRecurrent)
    } else {
      configuration = .firstRun(algorithm: algorithm, isRecurrent: isRecurrent)
    }
    let note = try apply(to: &configuration, registry)
    // Another number of updates has a schedule of its own.
    if configuration.totalSteps != recorded?.totalSteps
      || configuration.rolloutSize != recorded?.rolloutSize
    {
      configuration.forgetEarlierEnds()
    }
    if recorded == nil && learning.numMiniBatch == nil { configuration.fitMinibatches() }
    if let note, !runOptions.quiet { Console.printError(note) }
    try configuration.validate()
    // Written out, so that the run's files say them even where a later version has other defaults.
    configuration.environment = try registry.completed(configuration.environment)
    return configuration
  }

  /// Changes what the flags give.
  ///
  /// - Returns: a sentence where the environment has another version than the one asked for.
  @discardableResult
  private func apply(
    to configuration: inout TrainingConfiguration, _ registry: EnvironmentRegistry
  ) throws -> String? {
    configuration.apply(task)
    let note = try environment.apply(to: &configuration.environment, registry: registry)
    configuration.apply(policy)
    rollouts.apply(to: &configuration)
    learning.apply(to: &configuration)
    curvature.apply(to: &configuration)
    try learning.check(with: configuration.learning.optimizer)
    return note
  }

  /// The settings, as lines of config.json, that the flags would change in a run that has begun; nil
  /// where they would change none.
  private func changes(
    of old: TrainingConfiguration, _ registry: EnvironmentRegistry
  ) throws -> [String]? {
    // Runs of earlier versions left out arguments that had their defaults.
    var old = old
    old.environment = try registry.completed(old.environment)
    var new = old
    try apply(to: &new, registry)
    new.environment = try registry.completed(new.environment)
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

/// Flags ask a run that is resumed for settings other than its own.
struct OtherSettingsError: Error, CustomStringConvertible {
  /// The settings, as lines of config.json.
  let lines: [String]

  var description: String {
    """
    A run resumes with the settings it began with; only --num-env-steps can move its end. The flags \
    given would change them\(lines.isEmpty ? "" : " to " + lines.joined(separator: ", ")). Leave them \
    out, or begin a new run without --resume.
    """
  }
}
