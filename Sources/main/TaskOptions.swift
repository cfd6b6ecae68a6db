import Agents
import ArgumentParser

/// Which algorithm learns which task.
struct TaskOptions: ParsableArguments {
  @Option("id", "The environment's id; see 'agents environments'.")
  var env: String?

  @Option("name", "The algorithm. (ppo)")
  var algo: AlgorithmName?

  @Option(integer: "The number that everything random begins from. (1)")
  var seed: UInt64?

  @Option(
    "indices", "The only components of the observation that the policy sees, such as 0,1,4. (all)")
  var observe: String?

  @Flag(
    inversion: .prefixedNo,
    help: "Clip continuous actions to their bounds on the way to the environment. (yes)")
  var clipActions: Bool?

  func apply(to configuration: inout TrainingConfiguration) throws {
    if let seed { configuration.seed = seed }
    if let clipActions { configuration.environment.clipsActions = clipActions }
    guard let observe else { return }
    configuration.environment.observedComponents = try observe.split(separator: ",").map { part in
      guard let index = Int(part.trimmingCharacters(in: .whitespaces)) else {
        throw ConfigurationError(
          "--observe takes indices separated by commas, such as 0,1,4; '\(part)' is none.")
      }
      return index
    }
  }
}

extension AlgorithmName: ExpressibleByArgument {}
