import Tensors

extension RandomStream {
  /// Whether something happens that does so once in `count` times.
  mutating func oneIn(_ count: Int) -> Bool { integer(below: count) == 0 }

  /// One of several, which must not be none.
  mutating func pick<Choices: RandomAccessCollection>(_ choices: Choices) -> Choices.Element {
    choices[choices.index(choices.startIndex, offsetBy: integer(below: choices.count))]
  }

  /// A number in `range`.
  mutating func integer(in range: Range<Int>) -> Int {
    range.lowerBound + integer(below: range.count)
  }
}
