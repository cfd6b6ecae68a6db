import Agents
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

  /// What an error says, its settings called by their flags.
  static func text(of error: any SettingNamingError) -> String {
    let known = try? TrainFlags()
    let flags = Dictionary(
      uniqueKeysWithValues: TrainingConfiguration.settings.map { ($0.name, name(of: $0)) }
    ).filter { known?.all.contains($0.value) ?? false }
    return error.message.text(
      name: { name in flags[name].map { "--\($0)" } ?? name },
      assignment: { name, value in
        guard let flag = flags[name] else { return "\(name) \(value)" }
        guard let known, known.switches.contains(flag) else { return "--\(flag) \(value)" }
        return value == "true" ? "--\(flag)" : "--no-\(flag)"
      })
  }
}
