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

  /// No text is empty, and none stands beside another, so that equal messages have equal parts.
  fileprivate private(set) var parts = [Part]()

  public init(_ text: String) { append(.text(text)) }

  fileprivate init(_ parts: [Part]) {
    for part in parts { append(part) }
  }

  private mutating func append(_ part: Part) {
    switch (parts.last, part) {
    case (_, .text("")): break
    case (.text(let last)?, .text(let next)): parts[parts.count - 1] = .text(last + next)
    default: parts.append(part)
    }
  }

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
    SettingMessage(
      parts.map {
        switch $0 {
        case .text: $0
        case .setting(let name): .setting("\(part).\(name)")
        case .assignment(let name, let value): .assignment("\(part).\(name)", value: value)
        }
      })
  }

  public static func + (first: SettingMessage, second: SettingMessage) -> SettingMessage {
    SettingMessage(first.parts + second.parts)
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
  public init(stringInterpolation: StringInterpolation) { self.init(stringInterpolation.parts) }
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
