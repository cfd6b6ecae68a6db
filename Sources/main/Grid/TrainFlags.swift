import ArgumentParser
import Environments
import Foundation

/// What the flags of `agents train` take, by its own declarations.
struct TrainFlags {
  let all: [String]
  /// Flags without a value.
  let switches: Set<String>
  /// Flags that may be given several times, each with `name=value`.
  let named: Set<String>

  init() throws {
    let info = try CommandInformation(of: TrainCommand.self)
    let arguments = info.arguments ?? []
    all = arguments.flatMap(\.longNames)
    switches = Set(arguments.filter { $0.kind == "flag" }.flatMap(\.longNames))
    named = Set(arguments.filter { $0.kind == "option" && $0.isRepeating }.flatMap(\.longNames))
  }

  /// Refuses a flag that there is not, which may have been meant for the grid itself.
  func require(_ flag: String) throws {
    if all.contains(flag) { return }
    let own = try CommandInformation(of: GridCommand.self).arguments ?? []
    let names = (own.flatMap(\.longNames) + all).map { "--\($0)" }
    let question = NearestNames.question("--\(flag)", in: names)
    throw ValidationError("There is no flag '--\(flag)'.\(question)")
  }
}
