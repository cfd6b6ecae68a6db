import ArgumentParser
import Foundation

/// The value of `--threads`: numbers separated by commas, each once.
struct ThreadCounts: ExpressibleByArgument {
  let counts: [Int]

  /// One and all.
  static var standard: ThreadCounts {
    let all = ProcessInfo.processInfo.activeProcessorCount
    return ThreadCounts(counts: all > 1 ? [1, all] : [1])
  }

  init(counts: [Int]) { self.counts = counts }

  init?(argument: String) {
    counts = argument.split(separator: ",", omittingEmptySubsequences: false)
      .map { Int($0) ?? 0 }
    guard counts.allSatisfy({ 1...1024 ~= $0 }), Set(counts).count == counts.count else {
      return nil
    }
  }

  var defaultValueDescription: String { counts.map(String.init).joined(separator: ",") }
}
