import Agents
import Environments

/// Settings for a task that are known to work there, under a name.
struct Preset: Encodable {
  let name: String
  /// Flags of `agents train`.
  let settings: String
  /// What they lead to, in a few words.
  let result: String
  /// Where the settings come from.
  let source: String

  var arguments: [String] { settings.split(separator: " ").map(String.init) }

  /// - Throws: `ConfigurationError` where there is none of this name.
  static func named(_ name: String) throws(ConfigurationError) -> Preset {
    if let preset = all.first(where: { $0.name == name }) { return preset }
    let names = all.map(\.name)
    throw ConfigurationError(
      """
      There is no preset '\(name)'; there are \(names.joined(separator: ", ")).\
      \(NearestNames.question(name, in: names))
      """)
  }
}
