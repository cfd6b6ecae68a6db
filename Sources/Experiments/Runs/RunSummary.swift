import Files
import Foundation

/// What there is to say about a run.
public struct RunSummary: Sendable {
  public enum Status: String, Sendable, Codable, CaseIterable {
    /// A process is at work on it.
    case running
    /// All its steps are made.
    case finished
    /// It can be resumed.
    case stopped
    /// Its files cannot be read, or are not those of a run.
    case unreadable
  }

  public let directory: RunDirectory
  public let settings: RunSettings
  public let status: Status
  /// Environment steps made and asked for.
  public let steps, totalSteps: Int
  /// The mean return of the latest episodes; nil before one has ended.
  public let meanReturn: Double?
  /// The time it took.
  public let seconds: Double

  /// What is wrong with the run's files, where it is unreadable.
  public let problem: String?

  /// Whatever the run's files hold, there is something to say about it. A log that is not there yet
  /// counts as one without rows.
  public init(_ directory: RunDirectory) {
    do { try self.init(reading: directory) } catch { self.init(directory, problem: "\(error)") }
  }

  private init(_ directory: RunDirectory, problem: String) {
    self.directory = directory
    self.problem = problem
    settings = (try? RunSettings(reading: directory.configuration)) ?? RunSettings()
    status = .unreadable
    (steps, totalSteps, meanReturn, seconds) = (0, 0, nil, 0)
  }

  private init(reading directory: RunDirectory) throws {
    self.directory = directory
    settings = try RunSettings(reading: directory.configuration)
    totalSteps = settings.totalSteps
    if totalSteps < 1 { throw RunQueryError.damaged(directory.configuration.filePath) }
    let progress = try Self.table(directory.progress)
    let timing = try Self.table(directory.timing)
    steps = try progress.map { try Self.steps(in: $0, directory.progress) } ?? 0
    meanReturn = progress?.last("return_mean")
    seconds = timing?.elapsedSeconds.last { $0.isFinite } ?? 0
    status =
      FolderLock.isHeld(directory.url) ? .running : steps >= totalSteps ? .finished : .stopped
    problem = nil
  }

  private static func table(_ url: URL) throws -> ProgressTable? {
    guard FileManager.default.fileExists(atPath: url.filePath) else { return nil }
    return try ProgressTable(reading: url)
  }

  private static func steps(in table: ProgressTable, _ url: URL) throws -> Int {
    if table.count == 0 { return 0 }
    // Beyond that not every whole number is a Double.
    guard let last = table.last("steps"), (0...0x1p53).contains(last) else {
      throw RunQueryError.damagedLog(
        url.filePath, "its last row does not say how many steps were made")
    }
    return Int(last)
  }

  /// The name that the run shares with those of other seeds.
  public var name: String { directory.url.deletingLastPathComponent().lastPathComponent }

  /// The run's own name.
  public var run: String { directory.url.lastPathComponent }

  /// What it is called by or set to, such as `name`, `status`, `algo` or `learning.epsilon`.
  public subscript(key: String) -> String? {
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
