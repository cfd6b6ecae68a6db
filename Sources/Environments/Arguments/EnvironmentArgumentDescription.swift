/// What there is to know about an argument of an environment.
public struct EnvironmentArgumentDescription: Sendable, Hashable, Codable {
  /// The name: `healthy_reward`.
  public let name: String
  /// What it means, in a sentence.
  public let summary: String
  /// What can be given, in a few words that can follow "must be".
  public let kind: String
  /// The default, as it can be given.
  public let defaultValue: String
}

extension EnvironmentArguments {
  static var descriptions: [EnvironmentArgumentDescription] {
    let defaults = Self()
    return list.map { argument in
      EnvironmentArgumentDescription(
        name: argument.name, summary: argument.summary, kind: argument.kind,
        defaultValue: argument.text(defaults))
    }
  }

  /// The value of each argument by its name.
  var texts: [String: String] {
    Dictionary(uniqueKeysWithValues: Self.list.map { ($0.name, $0.text(self)) })
  }

  /// Sets arguments by name.
  mutating func set(
    _ arguments: [String: String], id: String
  ) throws(EnvironmentSetupError) {
    for (name, text) in arguments.sorted(by: { $0.key < $1.key }) {
      guard let argument = Self.list.first(where: { $0.name == name }) else {
        throw EnvironmentSetupError.unknownArgument(
          id: id, name: name, existing: Self.list.map(\.name))
      }
      guard argument.set(&self, text) else {
        throw EnvironmentSetupError.impossibleArgument(
          id: id, name: name, value: text, kind: argument.kind)
      }
    }
    do { try validate() } catch {
      throw EnvironmentSetupError.unusable(id: id, message: error.message)
    }
  }
}
