/// What bounds a setting that is a number, and how that is said.
struct SettingBounds<Value: Sendable>: Sendable {
  /// What can be given, in words that can follow "must be".
  let kind: String
  let contains: @Sendable (Value) -> Bool
  /// What a value outside is and must be, in words that can follow the setting's name.
  private let refusal: @Sendable (Value) -> String

  /// What is wrong with a value, in words that can follow the setting's name; nil for a value inside.
  func problem(with value: Value) -> String? { contains(value) ? nil : refusal(value) }

  /// The same bounds for a number that there need not be.
  var orNone: SettingBounds<Value?> {
    SettingBounds<Value?>(
      kind: "\(kind), or none", contains: { [contains] in $0.map(contains) ?? true },
      refusal: { [refusal] in $0.map(refusal) ?? "" })
  }

  private init(
    kind: String, contains: @escaping @Sendable (Value) -> Bool,
    refusal: @escaping @Sendable (Value) -> String
  ) {
    self.kind = kind
    self.contains = contains
    self.refusal = refusal
  }
}

extension SettingBounds where Value: SettingValue & Comparable {
  init(_ range: ClosedRange<Value>) {
    let (low, high) = (range.lowerBound, range.upperBound)
    // Bounds that only refuse what is not finite are none to speak of.
    let isOpen =
      high as? Double == .greatestFiniteMagnitude && low as? Double != -.greatestFiniteMagnitude
    let end = isOpen ? "upwards" : "to \(high.settingText)"
    let isFinite = low as? Double == -.greatestFiniteMagnitude && !isOpen
    self.init(
      kind: isFinite ? Value.kind : "\(Value.kind) from \(low.settingText) \(end)",
      contains: range.contains,
      refusal: { value in
        if let value = value as? Int, value < 0, low as? Int == 0 {
          return "is \(value); it cannot be negative"
        }
        let high = high as? Int == 1_000_000 ? "a million" : "\(high)"
        return "is \(value); it must be from \(low) \(isOpen ? "upwards" : "to \(high)")"
      })
  }

  init(_ range: PartialRangeFrom<Value>) {
    let low = range.lowerBound
    self.init(
      kind: "\(Value.kind) from \(low.settingText) upwards", contains: range.contains,
      refusal: {
        "is \($0); it must be \(low is Int ? "at least \(low)" : "from \(low) upwards")"
      })
  }
}

extension ClosedRange where Bound == Double {
  /// Finite numbers from 0 upwards.
  public static var notNegative: Self { 0...(.greatestFiniteMagnitude) }
}
