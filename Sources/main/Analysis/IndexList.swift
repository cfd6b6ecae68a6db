import ArgumentParser

/// Numbers from 0 on a command line, such as `0,5,7-9`.
struct IndexList: ExpressibleByArgument, Equatable {
  let indices: [Int]

  /// So many indices can nobody mean.
  private static let mostIndices = 100_000

  init(_ indices: [Int]) { self.indices = indices }

  init?(argument: String) {
    var indices = [Int]()
    for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
      guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1],
        0...Self.mostIndices ~= last - first
      else { return nil }
      indices += first...last
    }
    guard Set(indices).count == indices.count else { return nil }
    self.indices = indices
  }

  var defaultValueDescription: String { indices.map(String.init).joined(separator: ",") }
}
