import ArgumentParser
import Foundation
import Tensors

/// The program.
struct AgentsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "agents",
    abstract: "Trains recurrent reinforcement-learning policies and looks inside them.",
    discussion: "Begin with: agents train --algo ppo --recurrent",
    version: "0.1.0",
    subcommands: [TrainCommand.self, EnvironmentsCommand.self])
}

@main
enum Program {
  static func main() {
    LinearAlgebraRuntime.restartWithFastestKernels()
    do {
      let arguments = OriginalFlags.translate(Array(CommandLine.arguments.dropFirst()))
      var command = try AgentsCommand.parseAsRoot(arguments)
      try command.run()
    } catch {
      guard let status = ExitStatus(of: error) else { AgentsCommand.exit(withError: error) }
      Console.printError("agents: \(error)")
      exit(status.rawValue)
    }
  }
}
