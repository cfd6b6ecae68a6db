/// A sentence in which settings are named. A library writes their names; whoever shows it to people that
/// know them by other names, such as flags, puts those in.
///
///     let message: SettingMessage = "\(setting: "hiddenSize") is 0; it must be at least 1."
public struct SettingMessage: Sendable, Hashable {
  fileprivate enum Part: Sendable, Hashable {
    case text(String)
    case setting(String)
    case assignment(String, value: String)
  }

  fileprivate var parts: [Part]

  public init(_ text: String) { parts = [.text(text)] }

  /// The sentence, with each setting called as `name` says, and each setting with a value that is asked
  /// for as `assignment` says.
  public func text(
    name: (_ setting: String) -> String, assignment: (_ setting: String, _ value: String) -> String
  ) -> String {
    parts.map { part in
      switch part {
      case .text(let text): text
      case .setting(let setting): name(setting)
      case .assignment(let setting, let value): assignment(setting, value)
      }
    }.joined()
  }

  /// The sentence about settings of a part, for the whole that it is the part called `part` of.
  public func within(_ part: String) -> SettingMessage {
    var result = self
    result.parts = parts.map {
      switch $0 {
      case .text: $0
      case .setting(let name): .setting("\(part).\(name)")
      case .assignment(let name, let value): .assignment("\(part).\(name)", value: value)
      }
    }
    return result
  }

  public static func + (first: SettingMessage, second: SettingMessage) -> SettingMessage {
    var result = first
    result.parts += second.parts
    return result
  }
}

extension SettingMessage: CustomStringConvertible {
  /// The sentence with the settings' own names.
  public var description: String { text(name: { $0 }, assignment: { "\($0) = \($1)" }) }
}

extension SettingMessage: ExpressibleByStringInterpolation {
  public struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var parts = [Part]()

    public init(literalCapacity: Int, interpolationCount: Int) {}

    public mutating func appendLiteral(_ literal: String) { parts.append(.text(literal)) }

    public mutating func appendInterpolation(_ value: some Any) { parts.append(.text("\(value)")) }

    /// The name of a setting.
    public mutating func appendInterpolation(setting name: String) {
      parts.append(.setting(name))
    }

    /// A setting together with the value that it has or could have.
    public mutating func appendInterpolation(setting name: String, _ value: some Any) {
      parts.append(.assignment(name, value: "\(value)"))
    }
  }

  public init(stringLiteral value: String) { self.init(value) }
  public init(stringInterpolation: StringInterpolation) { parts = stringInterpolation.parts }
}

/// An error whose message names settings.
public protocol SettingNamingError: Error, CustomStringConvertible {
  var message: SettingMessage { get }
}

extension SettingNamingError {
  public var description: String { message.description }
}

/// A setting whose value is outside its bounds.
public struct SettingError: SettingNamingError, Hashable {
  /// The setting's name.
  public let setting: String
  /// What its value is and must be, in words that can follow the name.
  let problem: String

  public var message: SettingMessage { "\(setting: setting) \(problem)." }
}
