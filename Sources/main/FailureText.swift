import Agents
import Evaluate
import Experiments
import Files
import Settings

/// What the program says about a failure: what the error says, with the flags and commands where a
/// library, which knows none, speaks of settings and of what can be done.
enum FailureText {
  static func of(_ error: any Error) -> String {
    switch error {
    case RunPlaceError.noCheckpoint(let run):
      """
      \(run.filePath): the run has no checkpoint yet, because it was stopped before its first. Start \
      it anew:  \(Shell.program) train --config \(run.appending(path: "config.json").shellPath)
      """
    case RunPlaceError.noBestPolicy(let run):
      """
      \(run.shortPath): there is no best policy yet, because the first is chosen once \
      \(BestPolicy.leastEpisodes) episodes or more have ended. Leave out --best for the newest.
      """
    case RunPlaceError.bestOfFile: "--best goes with a run's folder, not with a file."
    case VideoError.exists(let path):
      "\(path): the file exists already. Give another name, or replace it with --force."
    case let error as any SettingNamingError: SettingFlags.text(of: error)
    case let error as AnalysisError: withFlags(error.description)
    default: "\(error)"
    }
  }

  /// Libraries write the names of settings as `headingBins`, which is the flag --heading-bins.
  private static func withFlags(_ text: String) -> String {
    text.replacing(/`([a-z][A-Za-z]*)`/) { match in
      "--" + match.1.map { $0.isUppercase ? "-" + $0.lowercased() : String($0) }.joined()
    }
  }
}
