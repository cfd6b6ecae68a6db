import ArgumentParser
import Environments
import Experiments
import Foundation
import Storage
import Tensors

/// The program.
struct AgentsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "agents",
    abstract: "Trains recurrent reinforcement-learning policies and looks inside them.",
    discussion: """
      What to type first:
        agents train --algo ppo --recurrent     a policy that balances a pole, in a minute
        agents evaluate                         how good it is
        agents environments                     the worlds to train in

      Trajectories and videos come from 'agents evaluate'; figures are drawn of trajectories:
        agents evaluate --dump traj.h5          what it saw, felt and did, in HDF5
        agents evaluate --video episode.mp4     what that looked like
        agents plot hidden traj.h5 -o hidden.png
      """,
    version: ProgramVersion.current,
    subcommands: [
      TrainCommand.self, GridCommand.self, RunsCommand.self, CompareCommand.self,
      EvaluateCommand.self, PlotCommand.self, AnalyzeCommand.self,
      EnvironmentsCommand.self, PresetsCommand.self, ManualCommand.self,
    ])
}

/// The program, as a function: for an `agents` that knows parts of your own, too. Register these, then
/// call ``main()``.
public enum AgentsProgram {
  /// Does what the command line says, and ends with its exit status.
  public static func main() {
    StandardStream.openMissing()
    // A write that fails says so by itself; the signal would end the program without a word.
    for number in [SIGPIPE, SIGXFSZ] { signal(number, SIG_IGN) }
    LinearAlgebraRuntime.restartWithFastestKernels()
    do {
      let arguments = OriginalFlags.translate(Array(CommandLine.arguments.dropFirst()))
      var command = try AgentsCommand.parseAsRoot(arguments)
      try command.run()
      try Console.check()
    } catch {
      fail(error)
    }
  }

  /// Ends the program with one paragraph about what went wrong; or with what was asked for, such as
  /// help.
  private static func fail(_ error: any Error) -> Never {
    if let message = CommandNames.mistyped(in: Array(CommandLine.arguments.dropFirst())) {
      end(.wrongUsage, message)
    }
    if let status = ExitStatus(of: error) { end(status, sentence(FailureText.of(error))) }
    if AgentsCommand.exitCode(for: error).isSuccess {
      Console.print(AgentsCommand.fullMessage(for: error))
      do { try Console.check() } catch { end(.failedInputOutput, sentence("\(error)")) }
      exit(0)
    }
    guard AgentsCommand.exitCode(for: error) == .validationFailure else {
      // What the system's libraries throw: a program that does not start, a file that is gone.
      end(.failedInputOutput, sentence(AgentsCommand.message(for: error)))
    }
    let name = CommandLine.arguments.dropFirst().first { name in
      AgentsCommand.configuration.subcommands.contains { $0.configuration.commandName == name }
    }
    let help = "\(Shell.program) \(name.map { "\($0) " } ?? "")--help"
    let message = sentence(AgentsCommand.message(for: error)) + (name == nil ? suggestion : "")
    end(.wrongUsage, "\(message) All options: \(help)")
  }

  /// Ends the program with a message. Whoever asked for JSON gets JSON, too, unless the result is there.
  private static func end(_ status: ExitStatus, _ message: String) -> Never {
    Console.printError("agents: \(message)")
    if CommandLine.arguments.contains("--json") && !StandardStream.hasWrittenOutput,
      let text = try? CommandOutput.json(["error": message])
    {
      Console.print(text)
    }
    exit(status.rawValue)
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
