import ArgumentParser
import Foundation

/// The value of `--threads`: numbers separated by commas, each once.
struct ThreadCounts: CustomStringConvertible {
  let values: [Int]

  /// One and all.
  static var standard: ThreadCounts {
    let all = ProcessInfo.processInfo.activeProcessorCount
    return ThreadCounts(values: all > 1 ? [1, all] : [1])
  }

  private init(values: [Int]) { self.values = values }

  init(parsing text: String) throws {
    values = text.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
    guard values.allSatisfy({ 1...1024 ~= $0 }), Set(values).count == values.count else {
      throw ValidationError(
        "It takes different numbers from 1 to 1024, such as 1,2.")
    }
  }

  var description: String { values.map(String.init).joined(separator: ",") }
}
