import Agents
import Evaluate
import Settings

/// What settings are called on the command line.
enum SettingFlags {
  /// The flag of a setting without its dashes, whether or not there is one: the short name that the
  /// setting declares, or its own in small letters with hyphens.
  static func name(of setting: Setting<some Any>) -> String {
    if let name = setting.shortName { return name }
    return hyphenated(setting.name.split(separator: ".").last ?? "")
  }

  /// `hidden-size` for `hiddenSize`.
  static func hyphenated(_ name: some StringProtocol) -> String {
    name.map { $0.isUppercase ? "-\($0.lowercased())" : "\($0)" }.joined()
  }

  /// The flags of the settings of a training run, were each to have one.
  private static let flags = Dictionary(
    uniqueKeysWithValues: TrainingConfiguration.settings.map { ($0.name, name(of: $0)) })

  /// The flags of evaluations, and those that give arguments of functions.
  private static let others = Dictionary(
    uniqueKeysWithValues: EvaluationConfiguration.settings.map { ($0.name, name(of: $0)) }
  ).merging([
    "environment.arguments": "env-arg", "recording": "record", "minari": "minari",
    "filter": "filter", "resume": "resume",
  ]) { $1 }

  /// What an error says, its settings called by their flags.
  static func text(of error: any SettingNamingError) -> String {
    let train = try? TrainFlags()
    let flags = flags.filter { train?.all.contains($0.value) ?? false }
      .merging(others) { flag, _ in flag }
    return error.message.text(
      name: { name in flags[name].map { "--\($0)" } ?? name },
      assignment: { name, value in
        guard let flag = flags[name] else { return "\(name) \(value)" }
        guard train?.switches.contains(flag) == true else { return "--\(flag) \(value)" }
        return value == "true" ? "--\(flag)" : "--no-\(flag)"
      })
  }
}
