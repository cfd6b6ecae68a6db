import Environments

/// Spaces in the JSON that Minari (0.5) keeps them in, with infinite bounds as Python writes them.
enum GymnasiumSpace {
  static func json(_ space: ActionSpace) -> String {
    switch space {
    case .discrete(let count):
      #"{"type": "Discrete", "dtype": "int64", "start": 0, "n": \#(count)}"#
    case .box(let low, let high): box(low: low, high: high)
    case .multiBinary(let count): #"{"type": "MultiBinary", "n": \#(count)}"#
    case .multiDiscrete(let counts):
      """
      {"type": "MultiDiscrete", "dtype": "int64", "nvec": \(counts), \
      "start": \(counts.map { _ in 0 })}
      """
    }
  }

  static func box(low: [Float], high: [Float]) -> String {
    """
    {"type": "Box", "dtype": "float32", "shape": [\(low.count)], "low": [\(list(low))], \
    "high": [\(list(high))]}
    """
  }

  private static func list(_ values: [Float]) -> String {
    values.map { value in
      guard value.isInfinite else { return "\(value)" }
      return value < 0 ? "-Infinity" : "Infinity"
    }.joined(separator: ", ")
  }
}
