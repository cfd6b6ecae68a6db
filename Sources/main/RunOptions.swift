import Agents
import ArgumentParser
import Foundation

/// What does not change a run's numbers: where it is kept, how it is shown, how many threads it gets.
struct RunOptions: ParsableArguments {
  @Option(help: "The run's name. (algorithm and environment)")
  var name: String?

  @Option(help: "The folder that runs are kept in.")
  var logDir = "runs"

  @Option(help: "A folder of their own for checkpoints. (the run's folder)")
  var saveDir: String?

  @Option(help: "A run's folder or a checkpoint to go on from; --num-env-steps may move the end.")
  var resume: String?

  @Option(help: "The number of threads; numbers do not depend on it. (all cores)")
  var threads: Int?

  @Option(help: "Updates between checkpoints; 0 saves only at the end. (once a minute)")
  var saveInterval: Int?

  @Option(help: "How many of the newest checkpoints are kept.")
  var keep = 2

  @Option(help: "Updates between lines where no terminal shows a live one. (every ten seconds)")
  var logInterval: Int?

  @Flag(help: "Print nothing but errors.")
  var quiet = false

  @Flag(help: "Print every setting, and all diagnostics with each line.")
  var verbose = false

  func check() throws(ConfigurationError) {
    if let threads, !(1...1024 ~= threads) {
      throw ConfigurationError("--threads is \(threads); it must be from 1 to 1024.")
    }
    if let saveInterval, saveInterval < 0 {
      throw ConfigurationError("--save-interval is \(saveInterval); it cannot be negative.")
    }
    if let logInterval, logInterval < 1 {
      throw ConfigurationError("--log-interval is \(logInterval); it must be at least 1.")
    }
    if keep < 1 { throw ConfigurationError("--keep is \(keep); it must be at least 1.") }
    if quiet && verbose { throw ConfigurationError("--quiet and --verbose exclude each other.") }
  }

  var laneCount: Int { threads ?? ProcessInfo.processInfo.activeProcessorCount }
}
