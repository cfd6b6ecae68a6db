import Environments
import Settings

/// Why runs cannot be listed, compared or drawn as was asked for.
public enum RunQueryError: SettingNamingError, Equatable {
  /// A `config.json` is none of ours.
  case damaged(String)
  /// A log says something that no run's log says.
  case damagedLog(String, String)
  case unknownSetting(String, known: [String])
  case unknownColumn(String, path: String, known: [String])
  /// A condition that is none.
  case malformedFilter(String)
  /// Nothing is left to draw or to compare.
  case nothingLeft(String)

  public var isWrongUsage: Bool {
    switch self {
    case .damaged, .damagedLog, .nothingLeft: false
    case .unknownSetting, .unknownColumn, .malformedFilter: true
    }
  }

  public var message: SettingMessage {
    switch self {
    case .damaged(let path):
      "\(path): this is not the configuration of a run. Restore the file, or move the run away."
    case .damagedLog(let path, let problem):
      "\(path): this is not the log of a run: \(problem). Restore the file, or move the run away."
    case .unknownSetting(let name, let known):
      """
      There is no setting '\(name)' in any of the runs. There are name, run, status, algo, env, seed, \
      lr and those of config.json: \(known.joined(separator: ", ")).\
      \(NearestNames.question(name, in: known))
      """
    case .unknownColumn(let name, let path, let known):
      """
      \(path) has no column '\(name)'; there are \(known.joined(separator: ", ")).\
      \(NearestNames.question(name, in: known))
      """
    case .malformedFilter(let text):
      """
      \(setting: "filter") takes a setting and a value, such as algo=ppo or seed!=3, and not '\(text)'.
      """
    case .nothingLeft(let reason): SettingMessage(reason)
    }
  }
}
