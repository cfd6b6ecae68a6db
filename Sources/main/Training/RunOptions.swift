import Agents
import ArgumentParser
import Experiments
import Files
import Foundation

/// What does not change a run's numbers: where it is kept, how it is shown, how many threads it gets.
struct RunOptions: ParsableArguments {
  @Option("name", "The run's name. (algorithm and environment)")
  var name: String?

  @Option("folder", "The folder that runs are kept in. (runs)")
  var logDir: String?

  @Option(
    "folder",
    "Keep the checkpoints in a folder below this one, linked from the run's. (the run's folder)")
  var saveDir: String?

  @Option(
    "path",
    "A run to resume, by its folder or newest checkpoint; --num-env-steps may move its end.")
  var resume: String?

  @OptionGroup var acceptance: AcceptanceOptions

  @OptionGroup var stop: StopOptions

  @Option(integer: "The number of threads; results do not depend on it. (all cores)")
  var threads: Int?

  @Option(integer: "Updates between checkpoints; 0 saves only at the end. (once a minute)")
  var saveInterval: Int?

  @Option(integer: "How many of the newest checkpoints are kept. (2)")
  var keep: Int?

  @Option(
    integer:
      """
      Updates between printed lines, or tables with --verbose. (a live line on a terminal, else one every \
      ten seconds; 10 with --verbose)
      """)
  var logInterval: Int?

  @Option(
    integer:
      """
      Updates between videos of an episode, of its first 2000 steps at most, kept in the run's folder \
      videos. (no videos)
      """)
  var videoInterval: Int?

  @Flag(inversion: .prefixedNo, help: "Write event files for TensorBoard. (yes)")
  var tensorboard: Bool?

  // For those who ask what each part of a checkpoint is good for; docs/resume.md has their answers.
  @Option(
    help: ArgumentHelp(
      "Parts of the checkpoint that a resumed run is to forget, separated by commas.",
      valueName: "parts", visibility: .hidden))
  var forget: ForgottenParts?

  @Flag(help: "Print nothing but errors.")
  var quiet = false

  @Flag(help: "Print every setting, and instead of lines tables of all diagnostics.")
  var verbose = false

  func check() throws {
    if let threads, !(1...1024 ~= threads) {
      throw ConfigurationError("--threads is \(threads); it must be from 1 to 1024.")
    }
    try stop.check()
    try Self.checkFolders([("--log-dir", logDir), ("--save-dir", saveDir)])
    if forget != nil && resume == nil {
      throw ConfigurationError("--forget goes with --resume; there is nothing to forget yet.")
    }
    if acceptance.acceptChanged && resume == nil {
      throw ConfigurationError(
        "--accept-changed goes with --resume; without it no checkpoint is read.")
    }
    if let saveInterval, saveInterval < 0 {
      throw ConfigurationError("--save-interval is \(saveInterval); it cannot be negative.")
    }
    if let logInterval, logInterval < 1 {
      throw ConfigurationError("--log-interval is \(logInterval); it must be at least 1.")
    }
    if let videoInterval, videoInterval < 1 {
      throw ConfigurationError("--video-interval is \(videoInterval); it must be at least 1.")
    }
    if let keep, keep < 1 {
      throw ConfigurationError("--keep is \(keep); it must be at least 1.")
    }
    if quiet && verbose { throw ConfigurationError("--quiet and --verbose exclude each other.") }
    if videoInterval != nil { try TrainingCamera.check() }
    if resume != nil && (name != nil || logDir != nil || saveDir != nil) {
      throw ConfigurationError(
        "A run that is resumed stays where it is; leave out --name, --log-dir and --save-dir.")
    }
  }

  /// The folders of runs end up in scripts, logs and lines to paste.
  static func checkFolders(_ folders: [(flag: String, path: String?)]) throws(ConfigurationError) {
    for (flag, path) in folders {
      guard let path, OutgoingText.hasControls(path) else { continue }
      throw ConfigurationError(
        """
        \(flag) is \(Shell.quote(path)); the name of a folder of runs has no line breaks and no \
        control characters. Choose another.
        """)
    }
  }

  var runsFolder: URL { URL(filePath: logDir ?? "runs", directoryHint: .isDirectory) }

  var checkpointsFolder: URL? {
    saveDir.map { URL(filePath: $0, directoryHint: .isDirectory) }
  }

  var keptCheckpoints: Int { keep ?? 2 }

  var laneCount: Int { threads ?? ProcessInfo.processInfo.activeProcessorCount }
}

/// Parts of a checkpoint by their names, such as `optimizer,observations`.
struct ForgottenParts: ExpressibleByArgument {
  let parts: Set<CheckpointPart>

  init?(argument: String) {
    let names = argument.split(separator: ",", omittingEmptySubsequences: false)
    let parts = names.compactMap { CheckpointPart(rawValue: String($0)) }
    guard parts.count == names.count else { return nil }
    self.parts = Set(parts)
  }
}
