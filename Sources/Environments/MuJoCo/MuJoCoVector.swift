/// A vector of a simulation, or a part of one, read and written in place.
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

  /// A part of the vector. Its own indices begin at 0.
  public subscript(part: some RangeExpression<Int>) -> MuJoCoVector {
    let part = part.relative(to: indices)
    precondition(part.lowerBound >= 0 && part.upperBound <= count)
    let start = unsafe base.map { unsafe $0 + part.lowerBound }
    return unsafe MuJoCoVector(start, count: part.count, owner: owner)
  }

  public var indices: Range<Int> { 0..<count }

  /// All components.
  public var values: [Double] { indices.map { self[$0] } }

  /// Whether no component is infinite or not a number.
  var isFinite: Bool { indices.allSatisfy { self[$0].isFinite } }

  /// The first two components: a place in the plane.
  var xy: SIMD2<Double> { SIMD2(self[0], self[1]) }

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

  /// Writes the components to `observation`, from `place` on, and moves `place` past them.
  public func copy(to observation: inout MutableSpan<Float>, at place: inout Int) {
    for index in indices { observation[place + index] = Float(self[index]) }
    place += count
  }

  /// Writes the components, none of them beyond `bounds`.
  public func copy(
    clippedTo bounds: ClosedRange<Double>, to observation: inout MutableSpan<Float>,
    at place: inout Int
  ) {
    for index in indices { observation[place + index] = Float(clipped(index, to: bounds)) }
    place += count
  }

  /// The sum of the squares of the components, none of them beyond `bounds`.
  func squaredNorm(
    clippedTo bounds: ClosedRange<Double> = -.infinity ... .infinity
  ) -> Double {
    laneSum(count) { index in
      let value = clipped(index, to: bounds)
      return value * value
    }
  }

  /// What is not a number stays that, so that whoever checks observations finds it.
  private func clipped(_ index: Int, to bounds: ClosedRange<Double>) -> Double {
    min(max(self[index], bounds.lowerBound), bounds.upperBound)
  }

  /// The distance between two points.
  func distance(to other: MuJoCoVector) -> Double {
    laneSum(count) { index in
      let difference = self[index] - other[index]
      return difference * difference
    }.squareRoot()
  }
}
