import Foundation

/// Why a run cannot be resumed.
enum ResumeError: Error, CustomStringConvertible {
  case noCheckpoint(URL)
  case notTheNewest(URL, newest: URL)
  /// Flags ask for settings other than the run's, here as lines of its config.json.
  case otherSettings([String])

  var description: String {
    switch self {
    case .noCheckpoint(let run):
      """
      \(run.path(percentEncoded: false)): the run has no checkpoint yet, because it was stopped before \
      its first. Start it anew:  \(Shell.program) train --config \
      \(run.appending(path: "config.json").shellPath)
      """
    case .notTheNewest(let checkpoint, let newest):
      """
      \(checkpoint.path(percentEncoded: false)): the run resumes from its newest checkpoint, \
      \(newest.lastPathComponent); resuming from another one would lose what came after it. Give \
      the run's folder to go on from the newest, or copy that folder and remove the newer ones there.
      """
    case .otherSettings(let lines):
      """
      A run resumes with the settings it began with; only --num-env-steps can move its end. The flags \
      given would change them\(lines.isEmpty ? "" : " to " + lines.joined(separator: ", ")). Leave them \
      out, or begin a new run without --resume.
      """
    }
  }
}
