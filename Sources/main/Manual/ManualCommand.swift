import ArgumentParser

/// `agents manual`, which the installation calls.
struct ManualCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "manual", abstract: "Print the manual page, for man.", shouldDisplay: false)

  @Flag(help: ArgumentHelp("Print the table of settings in docs/settings.md.", visibility: .hidden))
  var settings = false

  func run() throws {
    if settings {
      Console.print(try SettingsTable().text)
      return
    }
    let program = try CommandInformation(of: AgentsCommand.self)
    Console.print(ManualPage(program, version: AgentsCommand.configuration.version).text)
  }
}
