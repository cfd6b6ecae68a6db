import Environments

/// A space as the bounds of each component and, where it is a choice, among how many.
struct PlainSpace {
  struct Component {
    let bounds: ClosedRange<Float>
    /// 0 where it is no choice.
    let choices: Int

    var numbers: [Double] {
      [Double(bounds.lowerBound), Double(bounds.upperBound), Double(choices)]
    }

    init(_ bounds: ClosedRange<Float>) {
      self.bounds = bounds
      choices = 0
    }

    init(choices: Int) {
      bounds = 0...Float(choices - 1)
      self.choices = choices
    }

    init(_ component: BoxSpace.Component) {
      if case .category(let count) = component.kind {
        self.init(choices: count)
      } else {
        self.init(component.bounds)
      }
    }
  }

  let components: [Component]

  init(_ space: ActionSpace) {
    if case .box(let low, let high) = space {
      components = zip(low, high).map { Component($0...$1) }
    } else {
      components = space.high.map { Component(choices: Int($0) + 1) }
    }
  }

  /// Reads a space as Gymnasium writes it: `Discrete(4)`, `MultiDiscrete([8 8])`,
  /// `Tuple(Discrete(2), Discrete(4))`, `Box(-2.0, 2.0, (1,), float32)`, or a box with lists of bounds.
  /// What cannot be read has no components.
  init(gymnasium text: String) {
    // The size and the type of a box follow its bounds.
    let parts = text.split(separator: ", (", maxSplits: 1).map(Self.numbers)
    let values = parts.first ?? []
    guard text.hasPrefix("Box") else {
      components = values.filter { $0 >= 1 && $0 <= 1e6 }.map { Component(choices: Int($0)) }
      return
    }
    let lows = values.prefix(values.count / 2)
    let highs = values.dropFirst(lows.count)
    let bounds = zip(lows, highs).filter { $0 <= $1 }.map { Component($0...$1) }
    // One pair of bounds may stand for all components.
    let size = parts.last?.first.flatMap { Int(exactly: $0) } ?? 0
    components =
      bounds.count == 1 ? Array(repeating: bounds[0], count: min(max(size, 0), 1000)) : bounds
  }

  private static func numbers(_ text: Substring) -> [Float] {
    text.matches(of: #/-?(inf|[0-9.]+)/#).compactMap { Float($0.output.0) }
  }
}
