/// The state of one environment as named arrays, the form in which checkpoints store it.
///
///     state["motion"] = [position, velocity]               // in save(to:)
///     let motion = try state.values("motion", count: 2)    // in restore(from:)
///
/// Double precision holds integers exactly up to 2^53.
public struct EnvironmentState: Sendable, Equatable {
  package private(set) var arrays: [String: [Double]] = [:]

  public init() {}

  package init(arrays: [String: [Double]]) { self.arrays = arrays }

  /// The array called `name`, or nil where there is none.
  public subscript(name: String) -> [Double]? {
    get { arrays[name] }
    set { arrays[name] = newValue }
  }

  /// The `count` values of the array called `name`.
  ///
  /// - Throws: ``EnvironmentError`` where there is no such array or its size is another.
  public func values(_ name: String, count: Int) throws(EnvironmentError) -> [Double] {
    guard let values = arrays[name] else {
      throw EnvironmentError("the saved state has no array '\(name)'")
    }
    guard values.count == count else {
      throw EnvironmentError(
        "the array '\(name)' of the saved state has \(values.count) values instead of \(count)")
    }
    return values
  }

  /// The only value of the array called `name`.
  public func value(_ name: String) throws(EnvironmentError) -> Double {
    try values(name, count: 1)[0]
  }
}
