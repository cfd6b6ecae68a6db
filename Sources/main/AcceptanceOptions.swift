import ArgumentParser
import Evaluate
import Foundation

/// Whether files are taken that somebody changed.
struct AcceptanceOptions: ParsableArguments {
  @Flag(
    help: """
      Read files although they were changed after they were written. Sizes, links and counters are \
      checked all the same. (such files are refused)
      """)
  var acceptChanged = false

  /// Opens a trajectory file, and tells if it was cut short.
  func reader(_ path: String) throws -> TrajectoryReader {
    let reader = try TrajectoryReader(URL(filePath: path), acceptingChanges: acceptChanged)
    if reader.isUnfinished {
      let count = reader.episodes.count
      Console.printError(
        """
        \(path) is unfinished: the evaluation was cut short or is still at work. It has \(count) whole \
        episode\(count == 1 ? "" : "s").
        """)
    }
    return reader
  }
}
