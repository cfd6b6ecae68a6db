extension Outcome {
  /// How an episode stands that its rules or its length may end. Where both do on the same step, the
  /// rules count.
  init(terminated: Bool = false, truncated: Bool = false) {
    self = terminated ? .terminated : truncated ? .truncated : .running
  }
}
