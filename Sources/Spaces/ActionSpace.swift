/// The actions that an environment takes, and how they are stored as values of single precision.
public enum ActionSpace: Sendable, Hashable {
  /// One of N actions, stored as one value: its index, counted from 0.
  case discrete(Int)
  /// A vector with bounds for each component.
  case box(low: [Float], high: [Float])
  /// So many switches, each stored as 0 or 1.
  case multiBinary(Int)
  /// Several choices at once, each stored as its index.
  case multiDiscrete([Int])

  /// How many values store one action.
  public var width: Int {
    switch self {
    case .discrete: 1
    case .box(let low, _): low.count
    case .multiBinary(let count): count
    case .multiDiscrete(let counts): counts.count
    }
  }

  /// The least value of each component.
  package var low: [Float] {
    if case .box(let low, _) = self { low } else { [Float](repeating: 0, count: width) }
  }

  /// The greatest value of each component.
  package var high: [Float] {
    switch self {
    case .discrete(let count): [Float(count - 1)]
    case .box(_, let high): high
    case .multiBinary(let count): [Float](repeating: 1, count: count)
    case .multiDiscrete(let counts): counts.map { Float($0 - 1) }
    }
  }
}

extension ActionSpace: CustomStringConvertible {
  /// A short form for lists, such as `discrete(2)` or `box(6)`.
  public var description: String {
    switch self {
    case .discrete(let count): "discrete(\(count))"
    case .box(let low, _): "box(\(low.count))"
    case .multiBinary(let count): "multi-binary(\(count))"
    case .multiDiscrete(let counts):
      "multi-discrete(\(counts.map(String.init).joined(separator: ", ")))"
    }
  }
}
