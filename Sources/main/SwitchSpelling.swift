import Agents
import ArgumentParser

/// A switch that is another spelling of two values of an option: `--use-gae` of `--returns gae`, and
/// `--no-use-gae` of `--returns n-step`.
struct SwitchSpelling<Value: RawRepresentable<String> & Sendable & Equatable>: Sendable {
  /// The switch without its dashes.
  private let name: String
  /// The option without its dashes.
  private let option: String
  private let on, off: Value

  /// - Parameter setting: that of the option.
  init(_ name: String, of setting: String, on: Value, off: Value) {
    self.name = name
    option = SettingFlags.name(of: TrainingConfiguration.setting(setting))
    (self.on, self.off) = (on, off)
  }

  /// What the switch says; nil where it was left out.
  func value(of given: Bool?) -> Value? { given.map { $0 ? on : off } }

  /// Throws where the switch and the option were given and contradict each other.
  func check(_ given: Bool?, beside value: Value?) throws(ValidationError) {
    guard let given, let value, self.value(of: given) != value else { return }
    throw ValidationError(
      """
      --\(given ? "" : "no-")\(name) and --\(option) \(value.rawValue) contradict each other; leave \
      one out.
      """)
  }

  /// The option's arguments that mean the same, by the switch's.
  var arguments: [String: String] {
    [
      "--\(name)": "--\(option)=\(on.rawValue)", "--no-\(name)": "--\(option)=\(off.rawValue)",
    ]
  }

  fileprivate var help: ArgumentHelp {
    "The same as --\(option) \(on.rawValue); --no-\(name) is --\(option) \(off.rawValue)."
  }
}

extension Flag where Value == Bool? {
  /// A switch that says what an option says.
  init(spelling: SwitchSpelling<some RawRepresentable<String> & Sendable & Equatable>) {
    self.init(inversion: .prefixedNo, help: spelling.help)
  }
}
