/// A plain struct with settings that a user can name, and the list of them.
///
///     struct Corridor: Configurable {
///       /// The length of the corridor, in steps.
///       var length = 10
///       static let settings = [
///         Setting("length", \Self.length, "The length of the corridor, in steps.", in: 1...100_000)
///       ]
///     }
public protocol Configurable: Sendable {
  /// The settings by name, in the order in which they are listed.
  static var settings: [Setting<Self>] { get }
}

extension Configurable {
  /// All settings, as settings of a whole that these are the part called `part` of.
  public static func settings<Whole>(
    within part: String, _ path: any WritableKeyPath<Whole, Self> & Sendable
  ) -> [Setting<Whole>] {
    settings.map { $0.within(part, path) }
  }

  /// The setting of this name. There is one.
  public static func setting(_ name: String) -> Setting<Self> {
    guard let setting = settings.first(where: { $0.name == name }) else {
      preconditionFailure("\(Self.self) has no setting '\(name)'")
    }
    return setting
  }

  /// Throws where a setting is outside its bounds.
  public func checkBounds() throws(SettingError) {
    for setting in Self.settings { try setting.check(self) }
  }

  /// The value of one setting as text.
  public func text(of setting: Setting<Self>) -> String { setting.text(self) }

  /// The value of each setting by its name, as text.
  public var settingTexts: [String: String] {
    Dictionary(uniqueKeysWithValues: Self.settings.map { ($0.name, $0.text(self)) })
  }

  /// Sets one setting from text; false where the text is nothing that it can be.
  public mutating func set(_ setting: Setting<Self>, to text: String) -> Bool {
    setting.set(&self, text)
  }

  /// Sets one setting to a value of its type, also one outside its bounds; false where `value` is of
  /// another type.
  public mutating func assign(_ value: Any, to setting: Setting<Self>) -> Bool {
    setting.assign(&self, value)
  }

  /// What there is to know about the settings, whose defaults are the values here.
  public var settingDescriptions: [SettingDescription] {
    Self.settings.map {
      SettingDescription(
        name: $0.name, summary: $0.summary, kind: $0.kind, defaultValue: $0.text(self))
    }
  }
}

/// What there is to know about a setting.
public struct SettingDescription: Sendable, Hashable, Codable {
  /// The name: `healthy_reward`.
  public let name: String
  /// What it means, in a sentence.
  public let summary: String
  /// What can be given, in a few words that can follow "must be".
  public let kind: String
  /// The default, as it can be given.
  public let defaultValue: String

  public init(name: String, summary: String, kind: String, defaultValue: String) {
    self.name = name
    self.summary = summary
    self.kind = kind
    self.defaultValue = defaultValue
  }
}
