import ArgumentParser
import Environments
import Foundation
import Tensors

/// The program.
struct AgentsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "agents",
    abstract: "Trains recurrent reinforcement-learning policies and looks inside them.",
    discussion: "Begin with:  agents train --algo ppo --recurrent",
    version: "0.1.0",
    subcommands: [
      TrainCommand.self, GridCommand.self, RunsCommand.self, CompareCommand.self,
      EvaluateCommand.self, PlotCommand.self, AnalyzeCommand.self,
      EnvironmentsCommand.self, PresetsCommand.self, ManualCommand.self,
    ])
}

@main
enum Program {
  static func main() {
    // A write that fails says so by itself; the signal would end the program without a word.
    for number in [SIGPIPE, SIGXFSZ] { signal(number, SIG_IGN) }
    LinearAlgebraRuntime.restartWithFastestKernels()
    do {
      let arguments = OriginalFlags.translate(Array(CommandLine.arguments.dropFirst()))
      var command = try AgentsCommand.parseAsRoot(arguments)
      try command.run()
    } catch {
      fail(error)
    }
  }

  /// Ends the program with one paragraph about what went wrong; or with what was asked for, such as
  /// help.
  private static func fail(_ error: any Error) -> Never {
    if let status = ExitStatus(of: error) {
      Console.printError("agents: \(sentence("\(error)"))")
      exit(status.rawValue)
    }
    let isWrongUsage = AgentsCommand.exitCode(for: error) == .validationFailure
    guard isWrongUsage else { AgentsCommand.exit(withError: error) }
    let name = CommandLine.arguments.dropFirst().first { name in
      AgentsCommand.configuration.subcommands.contains { $0.configuration.commandName == name }
    }
    let help = "\(Shell.program) \(name.map { "\($0) " } ?? "")--help"
    let message = sentence(AgentsCommand.message(for: error)) + (name == nil ? suggestion : "")
    Console.printError("agents: \(message) All options: \(help)")
    exit(ExitStatus.wrongUsage.rawValue)
  }

  /// The command that was meant, where the first word is none but like one.
  private static var suggestion: String {
    let names = AgentsCommand.configuration.subcommands.map { $0.configuration }
      .filter { $0.shouldDisplay }.compactMap { $0.commandName }
    guard let word = CommandLine.arguments.dropFirst().first, !word.hasPrefix("-") else {
      return ""
    }
    return NearestNames.question(word, in: names)
  }

  private static func sentence(_ text: String) -> String {
    let end = text.last
    return end == "." || end == "?" ? text : text + "."
  }
}
