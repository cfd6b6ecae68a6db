/// One field of a ``ProgressLog``, as it is written.
package struct ProgressValue: Sendable, Equatable {
  let text: String

  /// An empty field, for what has no value yet.
  package static let missing = ProgressValue(text: "")

  private init(text: String) { self.text = text }

  package init(_ value: Int) { text = String(value) }

  /// The shortest digits that read back as the same number.
  package init(_ value: Double) { text = value.description }

  /// The shortest digits that read back as the same number of single precision.
  package init(_ value: Float) { text = value.description }

  /// The number, or an empty field.
  package init(_ value: Double?) { self = value.map { ProgressValue($0) } ?? .missing }
}

extension ProgressValue: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral {
  package init(integerLiteral value: Int) { self.init(value) }
  package init(floatLiteral value: Double) { self.init(value) }
}
