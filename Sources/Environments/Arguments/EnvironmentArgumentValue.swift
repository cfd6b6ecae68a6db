/// Something that an environment's argument can be, with a text for it.
public protocol EnvironmentArgumentValue: Sendable {
  /// What it is, in a few words that can follow "must be".
  static var kind: String { get }
  /// Reads a value, or returns nil where the text is none.
  init?(argumentText: String)
  /// The text that gives this value again.
  var argumentText: String { get }
}

extension Double: EnvironmentArgumentValue {
  public static var kind: String { "a number" }

  public init?(argumentText: String) {
    guard let value = Double(argumentText), !value.isNaN else { return nil }
    self = value
  }

  public var argumentText: String {
    self == rounded() && abs(self) < 1e15 ? "\(Int(self))" : "\(self)"
  }
}

extension Int: EnvironmentArgumentValue {
  public static var kind: String { "a whole number" }

  public init?(argumentText: String) {
    // Also 1e5 and 10.0, which are whole numbers too.
    guard let value = Int(argumentText) ?? Double(argumentText).flatMap({ Int(exactly: $0) })
    else { return nil }
    self = value
  }

  public var argumentText: String { "\(self)" }
}

extension Bool: EnvironmentArgumentValue {
  public static var kind: String { "true or false" }

  public init?(argumentText: String) {
    switch argumentText.lowercased() {
    case "true", "yes", "1": self = true
    case "false", "no", "0": self = false
    default: return nil
    }
  }

  public var argumentText: String { "\(self)" }
}

extension ClosedRange: EnvironmentArgumentValue where Bound == Double {
  public static var kind: String { "two numbers, the smaller first, such as 0.7,inf" }

  /// Reads `0.7,inf`, and `(0.7, inf)` as Python writes it.
  public init?(argumentText: String) {
    let parts = argumentText.filter { !"()[] ".contains($0) }
      .split(separator: ",", omittingEmptySubsequences: false)
    guard parts.count == 2, let low = Double(argumentText: String(parts[0])),
      let high = Double(argumentText: String(parts[1])), low <= high
    else { return nil }
    self = low...high
  }

  public var argumentText: String {
    "\(lowerBound.argumentText),\(upperBound.argumentText)"
  }
}

/// A choice by name: an enumeration of strings needs no more than to declare itself one.
extension EnvironmentArgumentValue
where Self: RawRepresentable & CaseIterable, RawValue == String {
  public static var kind: String {
    "one of " + allCases.map(\.rawValue).joined(separator: ", ")
  }
  public init?(argumentText: String) { self.init(rawValue: argumentText) }
  public var argumentText: String { rawValue }
}
