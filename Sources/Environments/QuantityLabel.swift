/// What a number is called and measured in, for lists and recorded data.
///
///     ["left", "right"]                                           // names are enough
///     [QuantityLabel("heading", unit: "rad")]
///     [QuantityLabel("on_platform", classes: [0: "no", 1: "yes"])]
public struct QuantityLabel: Sendable, Hashable, ExpressibleByStringLiteral {
  /// A value that means something.
  public struct ValueClass: Sendable, Hashable {
    public let value: Double
    /// In a word or two.
    public let meaning: String
  }

  public let name: String
  /// Such as `m/s`; nil for a number without a unit.
  public let unit: String?
  /// All values there are, where they are few and each means something; otherwise empty.
  public let classes: [ValueClass]

  public init(
    _ name: String, unit: String? = nil, classes: KeyValuePairs<Double, String> = [:]
  ) {
    self.name = name
    self.unit = unit
    self.classes = classes.map { ValueClass(value: $0.key, meaning: $0.value) }
  }

  public init(stringLiteral name: String) { self.init(name) }
}
