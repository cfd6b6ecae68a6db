/// What an observation is made of: named fields, one after another in one flat row of numbers.
///
///     ObservationLayout([
///       .init("camera", shape: [3, 64, 64], element: .uint8),
///       .init("joints", shape: [17]),
///     ])
public struct ObservationLayout: Sendable, Hashable, Codable, CustomStringConvertible {
  /// What a number is before it becomes one of single precision in the row.
  public enum Element: String, Sendable, Hashable, Codable {
    case float32
    /// A whole number from 0 to 255, as those of an image.
    case uint8
  }

  /// A part of an observation.
  public struct Field: Sendable, Hashable, Codable {
    public let name: String
    /// [n] for a vector, [C, H, W] for an image of C channels, H rows and W columns. A row has the last
    /// index fastest.
    public let shape: [Int]
    public let element: Element
    /// Whether an image's bytes are numbers of things, which are not to be divided by 255.
    public let isSymbolic: Bool

    public init(
      _ name: String, shape: [Int], element: Element = .float32, isSymbolic: Bool = false
    ) {
      self.name = name
      self.shape = shape
      self.element = element
      self.isSymbolic = isSymbolic
    }

    /// How many numbers it has.
    public var size: Int { shape.reduce(1, *) }
  }

  public let fields: [Field]

  public init(_ fields: [Field]) { self.fields = fields }

  /// A vector and nothing else.
  public static func vector(_ size: Int) -> Self { Self([Field("observation", shape: [size])]) }

  /// Whether it has nothing but vectors of numbers.
  public var isVector: Bool { fields.allSatisfy { $0.shape.count == 1 && $0.element == .float32 } }

  /// How many numbers a row has.
  public var size: Int { fields.reduce(0) { $0 + $1.size } }

  /// Where the field called `name` is in a row; nil where there is none.
  public func range(of name: String) -> Range<Int>? {
    var start = 0
    for field in fields {
      if field.name == name { return start..<start + field.size }
      start += field.size
    }
    return nil
  }

  public var description: String { fields.map { "\($0.name) \($0.shape)" }.joined(separator: ", ") }

  /// More fields, dimensions or numbers than these are no observation.
  private static let limits = (fields: 1...256, dimensions: 1...4, size: 1...1 << 24)

  /// - Throws: `DecodingError` where the shapes are none that an observation can have.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    fields = try values.decode([Field].self, forKey: .fields)
    var total = 0
    for field in fields {
      var size = Self.limits.dimensions.contains(field.shape.count) ? 1 : 0
      for length in field.shape where Self.limits.size.contains(size) {
        size = Self.limits.size.contains(length) ? size * length : 0
      }
      total = Self.limits.size.contains(size) ? total + size : .max / 2
      if total > Self.limits.size.upperBound { break }
    }
    guard Self.limits.fields.contains(fields.count), Self.limits.size.contains(total) else {
      throw DecodingError.dataCorruptedError(
        forKey: .fields, in: values,
        debugDescription: "these are no shapes of an observation's fields")
    }
  }
}
