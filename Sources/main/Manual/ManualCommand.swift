import ArgumentParser

/// `agents manual`, which the installation calls.
struct ManualCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "manual", abstract: "Print the manual page, for man.", shouldDisplay: false)

  func run() throws {
    let program = try CommandInformation(of: AgentsCommand.self)
    Console.print(ManualPage(program, version: AgentsCommand.configuration.version).text)
  }
}
