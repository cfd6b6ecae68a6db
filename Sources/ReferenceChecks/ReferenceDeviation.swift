/// How far the values computed here lie from those of one kind in a reference.
package struct ReferenceDeviation: Sendable, Equatable {
  /// The dataset's name in the file, or what else was compared.
  package let dataset: String
  /// How many values were compared.
  package private(set) var count = 0
  /// How many of them are not the same bits.
  package private(set) var differingCount = 0
  /// The largest difference.
  package private(set) var largest = 0.0
  /// The largest difference in units of what is allowed where it occurs.
  package private(set) var largestShare = 0.0
  /// The difference that has the largest share, with what is allowed there; nil where nothing was held
  /// to a tolerance.
  package private(set) var worst: Worst?

  package struct Worst: Sendable, Equatable {
    package var difference: Double
    package var allowed: Double
    /// The part of the file that the value belongs to.
    package var place: String
  }

  package init(dataset: String) { self.dataset = dataset }

  /// Whether there were values and every one lies within its tolerance.
  package var isWithinTolerance: Bool { count > 0 && largestShare <= 1 }

  /// Compares one value. Without a tolerance, any finite deviation is recorded and accepted.
  package mutating func compare(
    _ value: Double, with reference: Double, tolerance: ReferenceTolerance?, place: String = ""
  ) {
    count += 1
    let allowed = tolerance?.allowed(at: reference)
    if let allowed, worst == nil { worst = Worst(difference: 0, allowed: allowed, place: place) }
    if value.bitPattern == reference.bitPattern { return }
    // Zeros of both signs are the same number, and so are NaNs.
    if value == reference || (value.isNaN && reference.isNaN) { return }
    differingCount += 1
    let difference = abs(value - reference)
    record(difference.isFinite ? difference : .infinity, allowed: allowed, place: place)
  }

  private mutating func record(_ difference: Double, allowed: Double?, place: String) {
    largest = max(largest, difference)
    guard let allowed else {
      if difference == .infinity { largestShare = .infinity }
      return
    }
    let share = difference <= allowed ? difference / allowed : max(difference / allowed, 1.nextUp)
    if !(share <= largestShare) {
      largestShare = share.isNaN ? .infinity : share
      worst = Worst(difference: difference, allowed: allowed, place: place)
    }
  }

  /// Takes over what another comparison of the same dataset found.
  package mutating func merge(_ other: ReferenceDeviation) {
    count += other.count
    differingCount += other.differingCount
    largest = max(largest, other.largest)
    if worst == nil || other.largestShare > largestShare { worst = other.worst ?? worst }
    largestShare = max(largestShare, other.largestShare)
  }
}
