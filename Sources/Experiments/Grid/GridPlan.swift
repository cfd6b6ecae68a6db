import Agents
import Foundation

/// The runs of a grid, each one checked, and where they are kept.
package struct GridPlan {
  package let grid: Grid
  package let name: String
  package let root: URL
  package let runs: [GridRun]

  /// What the grid itself needs: the runs' outputs and which are done.
  package var folder: URL { Self.folder(root, name) }

  private static func folder(_ root: URL, _ name: String) -> URL {
    root.appending(path: "\(name).grid", directoryHint: .isDirectory)
  }

  /// - Parameter configuration: what a call with these arguments would train.
  /// - Throws: what `configuration` says about the settings of a run; ``GridError``.
  package init(
    axes: [GridAxis], name: String, root: URL,
    configuration: (_ arguments: [String]) throws -> TrainingConfiguration
  ) throws {
    try RunDirectory.check(name: name)
    for axis in axes where ["resume", "name", "log-dir", "threads"].contains(axis.flag) {
      throw GridError.reserved(axis.flag)
    }
    grid = try Grid(axes)
    self.name = name
    self.root = root
    var runs = [GridRun]()
    var names = Set<String>()
    for point in grid.points(baseName: name) {
      // Nothing is begun where a setting of one run is wrong.
      let configuration = try configuration(point.arguments)
      let run = GridRun(
        point: point, seed: configuration.seed,
        totalSteps: configuration.updateCount * configuration.rolloutSize, root: root,
        folder: Self.folder(root, name))
      guard names.insert(run.name).inserted else { throw GridError.sameName(run.name) }
      runs.append(run)
    }
    self.runs = runs
  }

  /// Refuses an end that one of the runs has passed, before any of them is begun.
  ///
  /// - Throws: ``GridError/passed(_:made:asked:)``.
  package func checkEnds() throws(GridError) {
    for run in runs {
      if let made = run.stepsBeyondEnd {
        throw .passed(run.name, made: made, asked: run.totalSteps)
      }
    }
  }
}
