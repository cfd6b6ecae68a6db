import Tensors

/// How one value becomes what a policy sees: itself, or a 1 among zeros at the place of its index.
enum ObservationEncoding: Sendable {
  case number
  case oneHot(Int)

  /// How many values the policy sees.
  var width: Int {
    switch self {
    case .number: 1
    case .oneHot(let count): count
    }
  }

  /// The value that stands for nothing: it is seen as zeros.
  var absence: Float {
    switch self {
    case .number: 0
    case .oneHot: -1
    }
  }

  /// Writes what the policy sees of `value` from `place` on and moves `place` past it.
  @inline(__always)
  func write(_ value: Float, into seen: inout MutableSpan<Float>, at place: inout Int) {
    switch self {
    case .number:
      seen[place] = value
      place += 1
    case .oneHot(let count):
      for index in 0..<count { seen[place + index] = 0 }
      if value >= 0 { seen[place + Int(value)] = 1 }
      place += count
    }
  }

  /// How the components of an action are seen.
  static func encodings(of space: ActionSpace) -> [ObservationEncoding] {
    switch space {
    case .discrete(let count): [.oneHot(count)]
    case .multiDiscrete(let counts): counts.map { .oneHot($0) }
    case .box, .multiBinary: Array(repeating: .number, count: space.width)
    }
  }
}

extension BoxSpace.Component {
  var encoding: ObservationEncoding {
    if case .category(let count) = kind { .oneHot(count) } else { .number }
  }
}
