import Foundation

extension Curve {
  /// What columns of a run's `progress.csv` and `timing.csv` hold.
  ///
  /// - Parameters:
  ///   - x: a column, or `time` for the seconds of training.
  ///   - y: a column, or `return` for `return_mean`.
  /// - Throws: `FileError`, ``RunQueryError/unknownColumn(_:path:known:)``.
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
    self.init(x: try column(x), y: try column(y))
  }
}
