import ArgumentParser
import Settings

extension Configurable {
  /// Changes the settings that flags of a group give. What is given and no setting is left alone.
  mutating func apply(_ group: some ParsableArguments) {
    let settings = Self.settings.map { (flag: SettingFlags.name(of: $0), setting: $0) }
    for child in Mirror(reflecting: group).children {
      // The storage of a property has its name after an underscore.
      guard let value = (child.value as? any GivenFlag)?.given, let name = child.label?.dropFirst(),
        let (_, setting) = settings.first(where: { $0.flag == SettingFlags.hyphenated(name) })
      else { continue }
      let isAssigned = assign((value as? any SettingArgument)?.settingValue ?? value, to: setting)
      precondition(isAssigned, "--\(SettingFlags.name(of: setting)) is of another type")
    }
  }
}

/// A flag, with what it was given.
private protocol GivenFlag {
  /// Nil where it was left out.
  var given: Any? { get }
}

/// What a flag takes where that is not the setting's value itself.
protocol SettingArgument {
  var settingValue: Any { get }
}

private protocol OptionalValue {
  var value: Any? { get }
}

extension Optional: OptionalValue {
  fileprivate var value: Any? { map { $0 as Any } }
}

extension Option: GivenFlag {
  fileprivate var given: Any? { (wrappedValue as? any OptionalValue)?.value }
}

extension Flag: GivenFlag {
  fileprivate var given: Any? { (wrappedValue as? any OptionalValue)?.value }
}
