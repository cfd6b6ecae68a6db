import Foundation

extension Curve {
  /// What columns of a run's `progress.csv` and `timing.csv` hold.
  ///
  /// - Parameters:
  ///   - x: a column, or `time` for the seconds of training.
  ///   - y: a column, or `return` for `return_mean`.
  /// - Throws: `FileError`, ``RunQueryError/unknownColumn(_:path:known:)``,
  ///   ``RunQueryError/damagedLog(_:_:)``.
  package init(of run: RunDirectory, x: String, y: String) throws {
    let progress = try ProgressTable(reading: run.progress)
    let timing = try? ProgressTable(reading: run.timing)
    func column(_ name: String) throws -> [Double] {
      switch name {
      case "time": return timing?.elapsedSeconds ?? []
      case "return": return try column("return_mean")
      default:
        if let values = progress[name] ?? timing?[name] { return values }
        // A run that has not made its first update names no columns yet.
        if progress.names.isEmpty { return [] }
        let known = ["time", "return"] + progress.names + (timing?.names ?? []).dropFirst()
        throw RunQueryError.unknownColumn(name, path: run.progress.path, known: known)
      }
    }
    let places = try column(x)
    let known = places.filter(\.isFinite)
    guard zip(known, known.dropFirst()).allSatisfy({ $0 <= $1 }),
      known.allSatisfy({ abs($0) <= 0x1p53 })
    else {
      throw RunQueryError.damagedLog(
        run.progress.filePath, "its column \(x) falls, or has numbers that no run comes to")
    }
    self.init(x: places, y: try column(y))
  }
}

extension [RunSummary] {
  /// The runs whose columns can be read, and what is wrong with each of the others.
  ///
  /// - Throws: ``RunQueryError/unknownColumn(_:path:known:)`` where none of the runs has the columns.
  public func readable(
    x: String, y: String
  ) throws(RunQueryError) -> (runs: [RunSummary], problems: [String]) {
    var runs = [RunSummary]()
    var problems = [String]()
    var unknown: RunQueryError?
    for run in self {
      if let problem = run.problem {
        problems.append(problem)
        continue
      }
      do {
        _ = try Curve(of: run.directory, x: x, y: y)
        runs.append(run)
      } catch {
        problems.append("\(error)")
        if let error = error as? RunQueryError, case .unknownColumn = error {
          unknown = unknown ?? error
        }
      }
    }
    if runs.isEmpty, let unknown { throw unknown }
    return (runs, problems)
  }
}
