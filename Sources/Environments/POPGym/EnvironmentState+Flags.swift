extension EnvironmentState {
  /// Sets an array to zeros and ones.
  mutating func set(_ name: String, flags: [Bool]) { self[name] = flags.map { $0 ? 1 : 0 } }

  /// The `count` zeros and ones of the array called `name`.
  ///
  /// - Throws: ``EnvironmentError`` where there is no such array, its size is another, or it has
  ///   another value.
  func flags(_ name: String, count: Int) throws(EnvironmentError) -> [Bool] {
    try counts(name, count: count, in: 0...1).map { $0 == 1 }
  }
}
