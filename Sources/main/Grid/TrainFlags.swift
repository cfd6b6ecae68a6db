import ArgumentParser
import Foundation

/// What the flags of `agents train` take, by its own declarations.
struct TrainFlags {
  /// Flags without a value.
  let switches: Set<String>
  /// Flags that may be given several times, each with `name=value`.
  let named: Set<String>

  init() throws {
    let info = try CommandInformation(of: TrainCommand.self)
    let arguments = info.arguments ?? []
    switches = Set(arguments.filter { $0.kind == "flag" }.flatMap(\.longNames))
    named = Set(arguments.filter { $0.kind == "option" && $0.isRepeating }.flatMap(\.longNames))
  }
}
