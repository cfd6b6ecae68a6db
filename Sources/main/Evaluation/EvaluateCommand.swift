import Acting
import Agents
import ArgumentParser
import Environments
import Evaluate
import Experiments
import Files
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

      The episodes are the first N begun, not those that ended first, and they are the same for any \
      number of threads and of environments side by side. Ctrl-C gives up the unfinished ones and \
      says how many have ended.
      """)

  @Argument(
    help: ArgumentHelp(
      "A run's folder, or a checkpoint. (the newest run)", valueName: "run"))
  var policyPlace: String?

  @Flag(
    help: """
      Take the best policy of the run, not the newest, and tell what the run claims of it: the mean \
      return of episodes that had no part in choosing it.
      """)
  var best = false

  @OptionGroup(title: "Episodes") var episodes: EvaluationOptions
  @OptionGroup(title: "Environment, where it is not that of the training")
  var environment: EnvironmentOptions

  @OptionGroup(title: "Trajectories") var dump: DumpOptions
  @OptionGroup(title: "Video") var video: VideoOptions

  @OptionGroup var acceptance: AcceptanceOptions

  @Flag(help: "Replace files that are there.")
  var force = false

  @Flag(help: "Print a line for each episode, too.")
  var verbose = false

  @Flag(help: "Print JSON, with every episode.")
  var json = false

  @Flag(help: "Print nothing but errors.")
  var quiet = false

  func run() throws {
    Interruption.listen()
    try episodes.check()
    try dump.check()
    try video.check()
    let place = try PolicyPlace(policyPlace.map { URL(filePath: $0).absoluteURL }, isBest: best)
    let policy = try place.policy(acceptingChanges: acceptance.acceptChanged)
    let claim = try place.claim(acceptingChanges: acceptance.acceptChanged)
    let world = try world(of: policy)
    let changes = WorldChange.list(from: policy.environment, to: world, in: .standard)
    var configuration = EvaluationConfiguration()
    episodes.apply(to: &configuration)
    configuration.recording = dump.recording
    configuration.pictureEpisodes = video.episodeCount
    let evaluator = try Evaluator(
      policy, configuration, in: world, environmentCount: episodes.numEnvs,
      laneCount: episodes.laneCount)
    let recorder = try video.recorder(force: force)
    try recorder?.check(evaluator.firstPicture())
    let recording = try dump.recording(of: evaluator, from: place.checkpoint, force: force)
    if !quiet { try noteLimits(of: world) }
    let display = EvaluationDisplay(
      episodeCount: configuration.episodeCount, isVerbose: verbose && !json,
      isSilent: quiet || json, isQuiet: quiet)
    display.begin(
      place, claim: claim, world: world, changes: changes, configuration: configuration)
    var frames = [VideoFrame]()
    let results = try display.showing { show in
      try evaluator.run(
        recordingTo: recording, isCancelled: { Interruption.isRequested },
        show: { episode in
          frames += episode.frames
          show(episode.result)
        })
    }
    try report(
      results, of: place, claim: claim, in: world, changes: changes, configuration: configuration)
    if results.count < configuration.episodeCount {
      display.tellStop(after: results.count, files: dump.files)
    }
    if let recorder { try film(frames, recorder, display) }
    if results.count < configuration.episodeCount { Interruption.endBySignal() }
  }

  /// Says what becomes of episodes that do not end by themselves, where that is not what was asked for.
  private func noteLimits(of world: EnvironmentConfiguration) throws {
    let environment = try EnvironmentRegistry.standard.environment(for: world)
    if let limit = environment.maximumEpisodeSteps, let wanted = episodes.maxSteps, wanted > limit {
      Console.printError(
        "\(environment.id) cuts its episodes after \(limit) steps, so --max-steps \(wanted) changes "
          + "nothing; --env-arg max_episode_steps=\(wanted) moves that limit.")
    }
    if !environment.hasEnd && episodes.maxSteps == nil {
      Console.printError(
        "\(environment.id) has no time limit; an episode that does not end is an error in the end. "
          + "--max-steps N cuts it.")
    }
  }

  private func report(
    _ results: [EpisodeResult], of place: PolicyPlace, claim: PolicyClaim?,
    in world: EnvironmentConfiguration, changes: [WorldChange],
    configuration: EvaluationConfiguration
  ) throws {
    guard !results.isEmpty else { return }
    let report = EvaluationReport(
      checkpoint: place.checkpoint.shortPath, environment: world.id,
      changes: changes, configuration: configuration, claim: claim, results: results)
    if json {
      Console.print(try report.json)
    } else if !quiet {
      for line in [report.table] + dump.places { Console.print(line) }
    }
  }

  private func film(
    _ frames: [VideoFrame], _ recorder: VideoRecorder, _ display: EvaluationDisplay
  ) throws {
    try display.showingDrawing(frames) { frame throws(VideoError) in
      if !Interruption.isRequested { try recorder.append(frame) }
    }
    guard !Interruption.isRequested else { return }
    try recorder.finish()
    if let video = video.video, !quiet, !json { display.say("Wrote \(video)") }
  }

  /// The world to try the policy in: that of its training, with what the flags change.
  private func world(of policy: TrainedPolicy) throws -> EnvironmentConfiguration {
    let registry = EnvironmentRegistry.standard
    var world = policy.environment
    let note = try environment.apply(to: &world, registry: registry)
    if let note, !quiet { Console.printError(note) }
    return world
  }
}
