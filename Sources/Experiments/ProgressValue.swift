/// One field of a ``ProgressLog``.
package enum ProgressValue: Sendable, Equatable {
  case integer(Int)
  case number(Double)
  /// An empty field, for what has no value yet.
  case missing

  package init(_ value: Int) { self = .integer(value) }

  package init(_ value: Double) { self = .number(value) }

  /// The number, or an empty field.
  package init(_ value: Double?) { self = value.map { .number($0) } ?? .missing }

  /// Appends the field as it is written: with the shortest digits that read back as the same number.
  func write(to line: inout String) {
    switch self {
    case .integer(let value): value.description.write(to: &line)
    // What is not a number is missing, whatever made it so.
    case .number(let value): if !value.isNaN { value.write(to: &line) }
    case .missing: break
    }
  }
}

extension ProgressValue: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral {
  package init(integerLiteral value: Int) { self.init(value) }
  package init(floatLiteral value: Double) { self.init(value) }
}
