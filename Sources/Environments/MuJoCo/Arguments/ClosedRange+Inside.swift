extension ClosedRange {
  /// Whether `value` lies between the bounds and is neither of them.
  func containsInside(_ value: Bound) -> Bool { lowerBound < value && value < upperBound }
}
