/// A vector of a simulation, read and written in place.
@safe public struct MuJoCoVector {
  private let base: UnsafeMutablePointer<Double>?
  public let count: Int
  // Keeps the memory for as long as there is a view of it.
  private let owner: MuJoCoSimulation

  init(_ base: UnsafeMutablePointer<Double>?, count: Int, owner: MuJoCoSimulation) {
    unsafe self.base = base
    self.count = count
    self.owner = owner
  }

  public subscript(index: Int) -> Double {
    get {
      precondition(index >= 0 && index < count)
      return unsafe base.unsafelyUnwrapped[index]
    }
    nonmutating set {
      precondition(index >= 0 && index < count)
      unsafe base.unsafelyUnwrapped[index] = newValue
    }
  }

  public var indices: Range<Int> { 0..<count }

  /// All components.
  public var values: [Double] { indices.map { self[$0] } }

  /// Replaces all components.
  public func set(_ values: [Double]) {
    precondition(values.count == count)
    for index in indices { self[index] = values[index] }
  }

  /// Replaces all components.
  public func set(_ values: Span<Float>) {
    precondition(values.count == count)
    for index in indices { self[index] = Double(values[index]) }
  }

  /// Writes the components from `first` on to `observation`, from its place `start` on.
  public func copy(
    from first: Int = 0, to observation: inout MutableSpan<Float>, at start: Int
  ) {
    for index in first..<count { observation[start + index - first] = Float(self[index]) }
  }
}
