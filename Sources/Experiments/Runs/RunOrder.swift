import Foundation

/// What runs are sorted by.
public struct RunOrder: Sendable {
  private let key: String

  /// - Parameter key: `path`, `steps`, `return`, `time`, or what `RunSummary` has by that name.
  public init(_ key: String) { self.key = key }

  /// Equal ones keep their order, and what has no value comes last.
  ///
  /// - Throws: ``RunQueryError/unknownSetting(_:known:)`` where none of the runs has the key.
  public func sorted(_ runs: [RunSummary]) throws(RunQueryError) -> [RunSummary] {
    if !Self.measures.contains(key) { try runs.requireSetting(key) }
    let values = runs.map(value)
    return runs.indices.sorted { first, second in
      switch (values[first], values[second]) {
      case (let left?, let right?):
        return left == right ? first < second : NaturalOrder.precedes(left, right)
      case (nil, nil): return first < second
      case (let left, _): return left != nil
      }
    }.map { runs[$0] }
  }

  private static let measures: Set = ["path", "steps", "return", "time"]

  private func value(of run: RunSummary) -> String? {
    switch key {
    case "path": run.directory.url.path
    case "steps": String(run.steps)
    case "return": run.meanReturn.map { "\($0)" }
    case "time": "\(run.seconds)"
    default: run[key]
    }
  }
}
