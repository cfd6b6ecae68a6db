import Agents
import ArgumentParser

/// Which algorithm learns, and from which seed.
struct TaskOptions: ParsableArguments {
  @Option("name", "The algorithm. (ppo)")
  var algo: AlgorithmName?

  @Option(integer: "The number that everything random begins from. (1)")
  var seed: UInt64?
}

extension AlgorithmName: ExpressibleByArgument {
  public init?(argument: String) {
    guard Algorithms.names.contains(Self(rawValue: argument)) else { return nil }
    self.init(rawValue: argument)
  }

  public static var allValueStrings: [String] { Algorithms.names.map(\.rawValue) }
}
