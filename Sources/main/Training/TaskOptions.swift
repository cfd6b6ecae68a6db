import Agents
import ArgumentParser

/// Which algorithm learns, and from which seed.
struct TaskOptions: ParsableArguments {
  @Option("name", "The algorithm. (ppo)")
  var algo: AlgorithmName?

  @Option(integer: "The number that everything random begins from. (1)")
  var seed: UInt64?
}

extension AlgorithmName: ExpressibleByArgument {}
