import ArgumentParser
import Environments
import Experiments

/// `agents environments`
struct EnvironmentsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "environments",
    abstract: "List the environments with what an agent sees and does in them.")

  func run() throws {
    let rows = try EnvironmentRegistry.standard.environments.map { environment in
      let (observation, action) = try environment.spaces()
      return [
        environment.id, "\(observation.size)", "\(action)",
        environment.maximumEpisodeSteps.map(String.init) ?? "none", environment.summary,
      ]
    }
    Console.print(
      Table.text([["id", "observation", "actions", "limit", ""]] + rows, rightAligned: [1, 3]))
  }
}
