import Foundation

/// Where and how the state of a training is shown.
package enum StatusOutput: Sendable, Equatable {
  /// A line on standard error that is drawn again and again in the same place.
  case live
  /// Lines on standard output, now and then.
  case plain
  case silent

  /// A live line needs a person who watches both streams on a terminal that can go back in a line.
  package static func choose(
    isQuiet: Bool, outputIsTerminal: Bool, errorIsTerminal: Bool, environment: [String: String]
  ) -> StatusOutput {
    if isQuiet { return .silent }
    let terminal = environment["TERM"] ?? ""
    let canMove = !terminal.isEmpty && terminal != "dumb"
    return outputIsTerminal && errorIsTerminal && canMove ? .live : .plain
  }

  /// The choice for this process.
  package static func choose(isQuiet: Bool) -> StatusOutput {
    choose(
      isQuiet: isQuiet, outputIsTerminal: isatty(STDOUT_FILENO) == 1,
      errorIsTerminal: isatty(STDERR_FILENO) == 1,
      environment: ProcessInfo.processInfo.environment)
  }
}
