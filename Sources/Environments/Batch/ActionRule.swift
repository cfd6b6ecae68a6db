import Tensors

/// Checks the actions of a policy and brings them into the form that an environment takes.
struct ActionRule: Sendable {
  private let low: [Float]
  private let high: [Float]
  private let isBox: Bool
  private let clips: Bool

  /// - Parameter clips: Whether actions of a box are clipped to its bounds.
  init(_ space: ActionSpace, clips: Bool) {
    low = space.low
    high = space.high
    if case .box = space { isBox = true } else { isBox = false }
    self.clips = clips
  }

  /// Writes the action that the environment takes.
  ///
  /// - Returns: The index of the first component that is no action at all, or nil.
  func prepare(_ action: Span<Float>, into prepared: inout MutableSpan<Float>) -> Int? {
    for index in low.indices {
      let value = action[index]
      if isBox {
        guard value.isFinite else { return index }
        prepared[index] = clips ? min(max(value, low[index]), high[index]) : value
      } else {
        // NaN fails the first comparison, so that the conversion is safe.
        guard value >= low[index] && value <= high[index] && value == Float(Int(value)) else {
          return index
        }
        prepared[index] = value
      }
    }
    return nil
  }
}
