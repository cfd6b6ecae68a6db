/// The state of one environment as named arrays, the form in which checkpoints store it.
///
///     state["motion"] = [position, velocity]               // in save(to:)
///     let motion = try state.values("motion", count: 2)    // in restore(from:)
///
/// Double precision holds integers exactly up to 2^53.
public struct EnvironmentState: Sendable, Equatable {
  package private(set) var arrays: [String: [Double]] = [:]

  /// The greatest count that double precision and everything below it hold exactly.
  public static let largestCount = 1 << 53

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

  /// The `count` whole numbers of the array called `name`.
  ///
  /// - Throws: ``EnvironmentError`` where there is no such array, its size is another, or it has a value
  ///   that is not a whole number within `bounds`.
  public func counts(
    _ name: String, count: Int, in bounds: ClosedRange<Int> = 0...largestCount
  ) throws(EnvironmentError) -> [Int] {
    var numbers = [Int]()
    for value in try values(name, count: count) {
      guard let number = Int(exactly: value), bounds.contains(number) else {
        throw EnvironmentError("the array '\(name)' of the saved state has the value \(value)")
      }
      numbers.append(number)
    }
    return numbers
  }

  /// The only value of the array called `name`, a whole number within `bounds`.
  public func count(
    _ name: String, in bounds: ClosedRange<Int> = 0...largestCount
  ) throws(EnvironmentError) -> Int {
    try counts(name, count: 1, in: bounds)[0]
  }
}
