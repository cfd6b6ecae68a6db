import Foundation
import Storage

/// What there is to say about a run.
package struct RunSummary: Sendable {
  package enum Status: String, Sendable, Codable, CaseIterable {
    /// A process is at work on it.
    case running
    /// All its steps are made.
    case finished
    /// It can be gone on with.
    case stopped
  }

  package let directory: RunDirectory
  package let settings: RunSettings
  package let status: Status
  /// Environment steps made and asked for.
  package let steps, totalSteps: Int
  /// The mean return of the latest episodes; nil before one has ended.
  package let meanReturn: Double?
  /// The time it took.
  package let seconds: Double

  /// - Throws: what `RunSettings` throws. A log that is not there yet counts as one without rows.
  package init(_ directory: RunDirectory) throws {
    self.directory = directory
    settings = try RunSettings(reading: directory.configuration)
    let progress = try? ProgressTable(reading: directory.progress)
    let timing = try? ProgressTable(reading: directory.timing)
    steps = progress?.last("steps").map { Int($0) } ?? 0
    meanReturn = progress?.last("return_mean")
    seconds = timing?.elapsedSeconds.last ?? 0
    totalSteps = settings.totalSteps
    let isComplete = steps >= totalSteps
    status =
      FolderLock.isHeld(directory.url) ? .running : isComplete ? .finished : .stopped
  }

  /// The name that the run shares with those of other seeds.
  package var name: String { directory.url.deletingLastPathComponent().lastPathComponent }

  /// The run's own name.
  package var run: String { directory.url.lastPathComponent }

  /// What it is called by or set to, such as `name`, `status`, `algo` or `learning.epsilon`.
  package subscript(key: String) -> String? {
    switch key {
    case "name": name
    case "run": run
    case "status": status.rawValue
    default: settings[key]
    }
  }
}

extension ProgressTable {
  /// The seconds of training until the end of each update, where this is a `timing.csv`.
  package var elapsedSeconds: [Double] {
    guard let rollouts = self["rollout_seconds"], let updates = self["update_seconds"] else {
      return []
    }
    var sum = 0.0
    return zip(rollouts, updates).map {
      sum += $0 + $1
      return sum
    }
  }
}
