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

  package init(dataset: String) { self.dataset = dataset }

  /// Whether every value lies within its tolerance.
  package var isWithinTolerance: Bool { largestShare <= 1 }

  /// Compares one value. Without a tolerance, any finite deviation is recorded and accepted.
  package mutating func compare(
    _ value: Double, with reference: Double, tolerance: ReferenceTolerance?
  ) {
    count += 1
    if value.bitPattern == reference.bitPattern { return }
    // Zeros of both signs are the same number, and so are NaNs.
    if value == reference || (value.isNaN && reference.isNaN) { return }
    differingCount += 1
    let difference = abs(value - reference)
    record(difference.isFinite ? difference : .infinity, share: tolerance?.allowed(at: reference))
  }

  private mutating func record(_ difference: Double, share allowed: Double?) {
    largest = max(largest, difference)
    if let allowed {
      largestShare = max(largestShare, allowed > 0 ? difference / allowed : .infinity)
    } else if difference == .infinity {
      largestShare = .infinity
    }
  }

  /// Takes over what another comparison of the same dataset found.
  package mutating func merge(_ other: ReferenceDeviation) {
    count += other.count
    differingCount += other.differingCount
    largest = max(largest, other.largest)
    largestShare = max(largestShare, other.largestShare)
  }
}

/// Comparisons by the name of what is compared, in the order in which they came up.
package struct ReferenceDeviations: Sendable {
  package private(set) var all: [ReferenceDeviation] = []

  package init() {}

  package mutating func compare(
    _ values: [Double], with references: ArraySlice<Double>, dataset: String,
    tolerance: ReferenceTolerance?
  ) {
    var deviation = ReferenceDeviation(dataset: dataset)
    // A missing value is a deviation without bounds, not one that nobody compares.
    for index in 0..<max(values.count, references.count) {
      deviation.compare(
        index < values.count ? values[index] : .infinity,
        with: index < references.count ? references[references.startIndex + index] : .nan,
        tolerance: tolerance)
    }
    merge(deviation)
  }

  package mutating func merge(_ deviation: ReferenceDeviation) {
    if let index = all.firstIndex(where: { $0.dataset == deviation.dataset }) {
      all[index].merge(deviation)
    } else {
      all.append(deviation)
    }
  }

  package mutating func merge(_ others: ReferenceDeviations) {
    for deviation in others.all { merge(deviation) }
  }
}
