/// Something that a setting can be, with a text for it.
public protocol SettingValue: Sendable {
  /// What it is, in a few words that can follow "must be".
  static var kind: String { get }
  /// Reads a value, or returns nil where the text is none.
  init?(settingText: String)
  /// The text that gives this value again.
  var settingText: String { get }
}

extension Double: SettingValue {
  public static var kind: String { "a number" }

  public init?(settingText: String) {
    guard let value = Double(settingText), !value.isNaN else { return nil }
    self = value
  }

  public var settingText: String {
    self == rounded() && abs(self) < 1e15 ? "\(Int(self))" : "\(self)"
  }
}

extension Int: SettingValue {
  public static var kind: String { "a whole number" }

  public init?(settingText: String) {
    // Also 1e5 and 10.0, which are whole numbers too.
    guard let value = Int(settingText) ?? Double(settingText).flatMap({ Int(exactly: $0) })
    else { return nil }
    self = value
  }

  public var settingText: String { "\(self)" }
}

extension UInt64: SettingValue {
  public static var kind: String { "a whole number from 0 to \(max)" }
  public init?(settingText: String) { self.init(settingText) }
  public var settingText: String { "\(self)" }
}

extension Bool: SettingValue {
  public static var kind: String { "true or false" }

  public init?(settingText: String) {
    switch settingText.lowercased() {
    case "true", "yes", "1": self = true
    case "false", "no", "0": self = false
    default: return nil
    }
  }

  public var settingText: String { "\(self)" }
}

extension ClosedRange: SettingValue where Bound == Double {
  public static var kind: String { "two numbers, the smaller first, such as 0.7,inf" }

  /// Reads `0.7,inf`, and `(0.7, inf)` as Python writes it.
  public init?(settingText: String) {
    let parts = settingText.filter { !"()[] ".contains($0) }
      .split(separator: ",", omittingEmptySubsequences: false)
    guard parts.count == 2, let low = Double(settingText: String(parts[0])),
      let high = Double(settingText: String(parts[1])), low <= high
    else { return nil }
    self = low...high
  }

  public var settingText: String {
    "\(lowerBound.settingText),\(upperBound.settingText)"
  }
}

extension String: SettingValue {
  public static var kind: String { "a text" }
  public init?(settingText: String) { self = settingText }
  public var settingText: String { self }
}

/// A choice by name: an enumeration of strings needs no more than to declare itself one.
extension SettingValue
where Self: RawRepresentable & CaseIterable, RawValue == String {
  public static var kind: String {
    "one of " + allCases.map(\.rawValue).joined(separator: ", ")
  }
  public init?(settingText: String) { self.init(rawValue: settingText) }
  public var settingText: String { rawValue }
}

/// A setting that need not have a value.
extension Optional: SettingValue where Wrapped: SettingValue {
  public static var kind: String { "\(Wrapped.kind), or none" }

  public init?(settingText: String) {
    if settingText == "none" {
      self = .none
    } else if let value = Wrapped(settingText: settingText) {
      self = .some(value)
    } else {
      return nil
    }
  }

  public var settingText: String { self?.settingText ?? "none" }
}
