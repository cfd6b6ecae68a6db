import Agents
import ArgumentParser
import Environments
import Experiments
import Settings

/// What the help says about a setting of a training run, by its declaration.
enum SettingHelp {
  /// Its sentence, and in parentheses what is taken where its flag is left out.
  static func text(
    _ setting: Setting<TrainingConfiguration>, note: String? = nil, default known: String? = nil
  ) -> String {
    [setting.summary, note, "(\(known ?? defaults(setting)))"].compactMap(\.self)
      .joined(separator: " ")
  }

  /// The default, or the algorithms' own where they differ: `ppo 8, a2c 16, acktr 32`.
  static func defaults(_ setting: Setting<TrainingConfiguration>) -> String {
    if setting.name == "algorithm" { return value(setting, in: standard) }
    let values = algorithms.map { (name: $0.algorithm.rawValue, value: value(setting, in: $0)) }
    let counts = Dictionary(grouping: values, by: \.value).mapValues(\.count)
    if counts.count == 1 { return values[0].value }
    if counts.count == 2, values.count > 2,
      let odd = values.first(where: { counts[$0.value] == 1 }),
      let other = values.first(where: { $0.value != odd.value })
    {
      return "\(odd.name) \(odd.value), others \(other.value)"
    }
    return values.map { "\($0.name) \($0.value)" }.joined(separator: ", ")
  }

  /// What is trained where nothing is said, and the algorithms' own defaults, that one's first.
  private static let standard = TrainingConfiguration(
    environment: EnvironmentConfiguration(id: ""))
  private static let algorithms =
    ([standard.algorithm] + Algorithms.names.filter { $0 != standard.algorithm }).map {
      TrainingConfiguration(algorithm: $0, environment: standard.environment, isRecurrent: false)
    }

  private static func value(
    _ setting: Setting<TrainingConfiguration>, in configuration: TrainingConfiguration
  ) -> String {
    switch configuration.text(of: setting) {
    case "true": "yes"
    case "false": "no"
    case "none": setting.absence.map(flags) ?? "none"
    case let text: short(text)
    }
  }

  private static func flags(_ message: SettingMessage) -> String {
    func flag(_ name: String) -> String {
      "--\(SettingFlags.name(of: TrainingConfiguration.setting(name)))"
    }
    return message.text(name: flag, assignment: { "\(flag($0)) \($1)" })
  }

  /// A number with few digits as people write it: `3e-4`, `1e6`.
  private static func short(_ text: String) -> String {
    if let value = Int(text) {
      var (mantissa, exponent) = (value, 0)
      while mantissa != 0 && mantissa % 10 == 0 {
        (mantissa, exponent) = (mantissa / 10, exponent + 1)
      }
      return exponent >= 5 ? "\(mantissa)e\(exponent)" : text
    }
    if text.hasPrefix("0.000") {
      let digits = text.dropFirst(2).drop { $0 == "0" }
      let exponent = text.count - 2 - digits.count + 1
      let rest = digits.dropFirst()
      return "\(digits.prefix(1))\(rest.isEmpty ? "" : ".")\(rest)e-\(exponent)"
    }
    return text.replacing("e-0", with: "e-")
  }
}

extension Option {
  /// A setting of a training run, with the name, the help and the default that it declares.
  ///
  /// - Parameters:
  ///   - note: a sentence to add.
  ///   - known: the default, where it is none of its own.
  init<Argument: ExpressibleByArgument>(
    setting name: String, note: String? = nil, default known: String? = nil
  ) where Value == Argument? {
    let setting = TrainingConfiguration.setting(name)
    let isInteger = [Int.self, UInt64.self, StepCount.self].contains { $0 == Argument.self }
    let isNumber = isInteger || Argument.self == Double.self
    self.init(
      name: .customLong(SettingFlags.name(of: setting)),
      // A number below zero is taken for a value, too, and not for the next flag.
      parsing: isNumber ? .unconditional : .next,
      help: ArgumentHelp(
        "\(SettingHelp.text(setting, note: note, default: known))",
        valueName: isInteger ? "n" : isNumber ? "x" : "name"))
  }
}

extension Flag where Value == Bool? {
  /// A setting of a training run that is on or off.
  init(setting name: String) {
    let setting = TrainingConfiguration.setting(name)
    self.init(
      name: .customLong(SettingFlags.name(of: setting)), inversion: .prefixedNo,
      help: "\(SettingHelp.text(setting))")
  }
}

/// Options that stand in the help with a short word for their value.
extension Option {
  /// An integer. One below zero is taken for a value, too, and not for the next flag.
  init<Number: ExpressibleByArgument>(integer help: String) where Value == Number? {
    self.init(parsing: .unconditional, help: ArgumentHelp(help, valueName: "n"))
  }

  /// A number with decimals, likewise.
  init(number help: String) where Value == Double? {
    self.init(parsing: .unconditional, help: ArgumentHelp(help, valueName: "x"))
  }

  /// One of the names that the type knows, or any text.
  init<Name: ExpressibleByArgument>(_ valueName: String, _ help: String) where Value == Name? {
    self.init(help: ArgumentHelp(help, valueName: valueName))
  }
}
