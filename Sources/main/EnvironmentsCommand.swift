import ArgumentParser
import Environments
import Experiments

/// `agents environments`
struct EnvironmentsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "environments",
    abstract: "List the environments.",
    discussion: """
      For each its id, how many numbers the agent sees, what it does, and after how many steps an \
      episode is cut.
      """)

  func run() throws {
    let rows = try EnvironmentRegistry.standard.environments.map { environment in
      let (_, observation, action) = try environment.spaces()
      return [
        environment.id, "\(observation.size)", action.inWords,
        environment.maximumEpisodeSteps.map(String.init) ?? "none", environment.summary,
      ]
    }
    let header = ["id", "sees", "does", "steps", "task"]
    Console.print(Table.text([header] + rows, rightAligned: [1, 3]))
  }
}

extension ActionSpace {
  /// Such as `1 of 2`, or `6 in -1...1` where all components have the same bounds.
  fileprivate var inWords: String {
    switch self {
    case .discrete(let count): "1 of \(count)"
    case .box(let low, let high):
      if let least = low.first, let most = high.first,
        low.allSatisfy({ $0 == least }), high.allSatisfy({ $0 == most })
      {
        "\(low.count) in \(Self.text(least))...\(Self.text(most))"
      } else {
        "\(low.count) numbers"
      }
    case .multiBinary(let count): "\(count) switches"
    case .multiDiscrete(let counts): "1 of " + counts.map(String.init).joined(separator: ", 1 of ")
    }
  }

  private static func text(_ bound: Float) -> String {
    bound == bound.rounded() && abs(bound) < 1e6 ? "\(Int(bound))" : "\(bound)"
  }
}
