import Agents
import Settings

/// The settings of a training run as a table in Markdown, from their declarations.
struct SettingsTable {
  private let flags: Set<String>

  init() throws { flags = Set(try TrainFlags().all) }

  var text: String {
    let rows = TrainingConfiguration.settings.map { setting in
      let name = SettingFlags.name(of: setting)
      let flag = flags.contains(name) ? "`--\(name)`" : ""
      let summary = setting.summary.replacing("\n", with: " ")
      return "| \(flag) | `\(setting.name)` | \(summary) | \(setting.kind) "
        + "| \(SettingHelp.defaults(setting)) |"
    }
    let head = ["| flag | in config.json | what it is | what it can be | default |"]
    return (head + ["| --- | --- | --- | --- | --- |"] + rows).joined(separator: "\n")
  }
}
