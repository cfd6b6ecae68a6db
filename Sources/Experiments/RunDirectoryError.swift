import Settings

/// Why a folder cannot be that of a run.
public enum RunDirectoryError: SettingNamingError, Equatable {
  /// The name of a run is also that of a folder.
  case unusableName(String)
  case missing(String)
  case notAFolder(String)
  /// A folder without a configuration; with the runs that lie in it, if any.
  case notARun(String, runsInside: [String])
  case incomplete(String, missing: String)
  /// The folder of a run that is being trained is not where it was.
  case gone(String)
  /// A folder that should hold runs has none with a checkpoint.
  case noRuns(String)
  /// There is no run in a folder, nor below it.
  case noneBelow(String)

  public var message: SettingMessage {
    switch self {
    case .unusableName(let name):
      """
      The name '\(name)' cannot be that of a run, because it becomes the name of a folder. \
      Choose one that is not empty, has no slash and no control characters, and does not begin with \
      a full stop.
      """
    case .missing(let path):
      "\(path): there is no such run. Check the path; runs are kept in runs/NAME/NAME_sSEED."
    case .notAFolder(let path):
      "\(path): this is a file. Give the folder of the run instead."
    case .notARun(let path, runsInside: []):
      """
      \(path): this is not the folder of a run, because there is no config.json in it. \
      Runs are kept in runs/NAME/NAME_sSEED.
      """
    case .notARun(let path, let runs):
      """
      \(path): this is not the folder of a run, but it holds \(runs.count == 1 ? "one" : "some"): \
      \(runs.prefix(5).joined(separator: ", "))\(runs.count > 5 ? ", ..." : ""). Give one of them.
      """
    case .incomplete(let path, let missing):
      "\(path): the run is not complete: '\(missing)' is missing. Restore it, or start a new run."
    case .gone(let path):
      """
      \(path): the folder of this run was removed, moved or replaced while it was trained, and all that \
      was saved with it. Where it was moved, the run can be resumed from there with \
      \(setting: "resume"); where it was removed, its training is lost.
      """
    case .noRuns(let path):
      """
      \(path): there is no run with a checkpoint yet. Train a policy first, or name a run or a \
      checkpoint elsewhere.
      """
    case .noneBelow(let path):
      "\(path): there is no run in this folder. Name one that holds runs, such as runs."
    }
  }
}
