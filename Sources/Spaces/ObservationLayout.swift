/// What an observation is made of: named fields, one after another in one flat row of numbers.
public struct ObservationLayout: Sendable, Hashable, Codable, CustomStringConvertible {
  public enum Element: String, Sendable, Hashable, Codable { case float32, uint8 }

  public struct Field: Sendable, Hashable, Codable {
    public let name: String
    public let shape: [Int]
    public let element: Element
    public let isSymbolic: Bool
    public init(_ name: String, shape: [Int], element: Element = .float32, isSymbolic: Bool = false)
    {
      self.name = name
      self.shape = shape
      self.element = element
      self.isSymbolic = isSymbolic
    }
    public var size: Int { shape.reduce(1, *) }
  }

  public let fields: [Field]
  public init(_ fields: [Field]) { self.fields = fields }
  public static func vector(_ size: Int) -> Self { Self([Field("observation", shape: [size])]) }
  /// Whether it has nothing but vectors of numbers.
  public var isVector: Bool { fields.allSatisfy { $0.shape.count == 1 && $0.element == .float32 } }
  public var size: Int { fields.reduce(0) { $0 + $1.size } }
  public var description: String { fields.map { "\($0.name) \($0.shape)" }.joined(separator: ", ") }
}
