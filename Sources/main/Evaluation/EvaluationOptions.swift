import ArgumentParser
import Evaluate
import Foundation

/// Which episodes are run.
struct EvaluationOptions: ParsableArguments {
  @Option(integer: "The number of episodes. (20)")
  var episodes: Int?

  @Flag(
    exclusivity: .exclusive,
    help: "Take the most probable action, or draw one as in training. (deterministic)")
  var choice: ActionChoice?

  @Option(integer: "The number that everything random begins from. (1)")
  var seed: UInt64?

  @Option(integer: "Cut episodes after this many steps. (where the environment does)")
  var maxSteps: Int?

  @Option(integer: "How many episodes run side by side; results do not depend on it. (8 a thread)")
  var numEnvs: Int?

  @Option(integer: "The number of threads; results do not depend on it. (all cores)")
  var threads: Int?

  enum ActionChoice: String, EnumerableFlag {
    case deterministic, stochastic
  }

  func check() throws(EvaluationError) {
    if let threads, !(1...1024 ~= threads) {
      throw .usage("--threads is \(threads); it must be from 1 to 1024.")
    }
  }

  func apply(to configuration: inout EvaluationConfiguration) {
    if let episodes { configuration.episodeCount = episodes }
    if let choice { configuration.isDeterministic = choice == .deterministic }
    if let seed { configuration.seed = seed }
    configuration.maximumSteps = maxSteps
  }

  var laneCount: Int { threads ?? ProcessInfo.processInfo.activeProcessorCount }
}
