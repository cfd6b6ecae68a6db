/// The order of names that people expect: numbers in them count by their values, `lr0.0003` before
/// `lr0.001` and `s2` before `s10`.
package enum NaturalOrder {
  private enum Piece: Equatable {
    case text(Substring)
    case number(Double)
  }

  package static func precedes(_ left: String, _ right: String) -> Bool {
    if let left = Double(left), let right = Double(right), left != right { return left < right }
    let (first, second) = (pieces(of: left), pieces(of: right))
    for (one, other) in zip(first, second) where one != other {
      return switch (one, other) {
      case (.number(let one), .number(let other)): one < other
      case (.text(let one), .text(let other)): one < other
      case (.number, .text): true
      case (.text, .number): false
      }
    }
    return first.count == second.count ? left < right : first.count < second.count
  }

  private static func pieces(of text: String) -> [Piece] {
    var pieces = [Piece]()
    var end = text.startIndex
    for match in text.matches(of: /[0-9]+(?:\.[0-9]+)?(?:e-?[0-9]+)?/) {
      if end < match.range.lowerBound { pieces.append(.text(text[end..<match.range.lowerBound])) }
      pieces.append(.number(Double(match.output) ?? .infinity))
      end = match.range.upperBound
    }
    if end < text.endIndex { pieces.append(.text(text[end...])) }
    return pieces
  }
}
