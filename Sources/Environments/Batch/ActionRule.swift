import Tensors

/// Checks the actions of a policy and brings them into the form that an environment takes.
struct ActionRule: Sendable {
  private let low: [Float]
  private let high: [Float]
  private let isBox: Bool
  /// Whether actions are clipped to their bounds.
  let clips: Bool

  /// - Parameter clips: Whether actions of a box are clipped to its bounds.
  init(_ space: ActionSpace, clips: Bool) {
    low = space.low
    high = space.high
    if case .box = space { isBox = true } else { isBox = false }
    self.clips = clips && isBox
  }

  /// The index of the first component that is no action at all, or nil.
  @inline(__always)
  func firstRefused(_ action: Span<Float>) -> Int? {
    for index in action.indices where !accepts(action[index], at: index) { return index }
    return nil
  }

  @inline(__always)
  private func accepts(_ value: Float, at index: Int) -> Bool {
    if isBox { return value.isFinite }
    // NaN fails the first comparison, so that the conversion is safe.
    return value >= 0 && value <= high[index] && value == Float(Int32(value))
  }

  /// Writes the action with each component within its bounds.
  @inline(__always)
  func clip(_ action: Span<Float>, into clipped: inout MutableSpan<Float>) {
    for index in low.indices { clipped[index] = min(max(action[index], low[index]), high[index]) }
  }
}
