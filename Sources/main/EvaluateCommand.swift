import ArgumentParser
import Environments
import Evaluate
import Experiments
import Foundation

/// `agents evaluate`
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Let a trained policy act, and tell how it does.",
    discussion: """
      It acts in the environment that it was trained in, unless flags say otherwise, and sees what it \
      saw there; the statistics that scale its observations stand still. Returns are sums of the \
      environment's own rewards. Without RUN it takes the run in the folder runs that saved last.

      The episodes are the first so many begun, not those that ended first, and they are the same for \
      any number of threads and of environments side by side. Ctrl-C gives up the unfinished ones.
      """)

  @Argument(
    help: ArgumentHelp(
      "A run's folder, or a checkpoint. (the newest run)", valueName: "run"))
  var policyPlace: String?

  @OptionGroup(title: "Episodes") var episodes: EvaluationOptions
  @OptionGroup(title: "Environment, where it is not that of the training")
  var environment: EnvironmentOptions

  @Flag(help: "Print a line for each episode, too.")
  var verbose = false

  @Flag(help: "Print JSON, with every episode.")
  var json = false

  @Flag(help: "Print nothing but errors.")
  var quiet = false

  func run() throws {
    Interruption.listen()
    try episodes.check()
    let place = try PolicyPlace(
      policyPlace, runs: URL(filePath: "runs", directoryHint: .isDirectory))
    let policy = try place.policy()
    let world = try world(of: policy)
    var configuration = EvaluationConfiguration()
    episodes.apply(to: &configuration)
    let evaluator = try Evaluator(
      policy, configuration, in: world, environmentCount: episodes.numEnvs,
      laneCount: episodes.laneCount)
    let display = EvaluationDisplay(
      episodeCount: configuration.episodeCount, isVerbose: verbose && !json,
      isSilent: quiet || json)
    display.begin(place, world: world, configuration: configuration)
    let results = try display.showing { show in
      var results = [EpisodeResult]()
      try evaluator.run(
        isCancelled: { Interruption.isRequested }, process: { $0.result },
        deliver: { result in
          results.append(result)
          show(result)
        })
      return results
    }
    if !results.isEmpty {
      let report = EvaluationReport(
        checkpoint: place.checkpoint.shortPath, environment: world.id,
        configuration: configuration, results: results)
      if json { Console.print(try report.json) } else if !quiet { Console.print(report.table) }
    }
    if results.count < configuration.episodeCount { Interruption.endBySignal() }
  }

  /// The world to try the policy in: that of its training, with what the flags change.
  private func world(of policy: TrainedPolicy) throws -> EnvironmentConfiguration {
    let registry = EnvironmentRegistry.standard
    var world = policy.environment
    if let (choice, note) = try environment.choice(in: registry) {
      if let note, !quiet { Console.printError(note) }
      // Arguments belong to the environment that they were given for.
      if choice.id != world.id || choice.task != world.task { world.arguments = [:] }
      (world.id, world.task) = (choice.id, choice.task)
    }
    try environment.apply(to: &world, registry: registry)
    return world
  }
}
