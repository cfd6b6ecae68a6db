import Agents
import ArgumentParser

/// Which algorithm learns, and from which seed.
struct TaskOptions: ParsableArguments {
  @Option(setting: "algorithm") var algo: AlgorithmName?

  @Option(setting: "seed") var seed: UInt64?
}

extension AlgorithmName: ExpressibleByArgument {
  public init?(argument: String) {
    guard Algorithms.names.contains(Self(rawValue: argument)) else { return nil }
    self.init(rawValue: argument)
  }

  public static var allValueStrings: [String] { Algorithms.names.map(\.rawValue) }
  public static var defaultCompletionKind: CompletionKind { .list(allValueStrings) }
}
