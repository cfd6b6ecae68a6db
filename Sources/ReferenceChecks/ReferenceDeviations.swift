/// Comparisons by the name of what is compared, in the order in which they came up.
package struct ReferenceDeviations: Sendable {
  package private(set) var all: [ReferenceDeviation] = []

  package init() {}

  package mutating func compare(
    _ values: [Double], with references: ArraySlice<Double>, dataset: String,
    tolerance: ReferenceTolerance?, place: String = ""
  ) {
    var deviation = ReferenceDeviation(dataset: dataset)
    // A missing value is a deviation without bounds, not one that nobody compares.
    for index in 0..<max(values.count, references.count) {
      deviation.compare(
        index < values.count ? values[index] : .infinity,
        with: index < references.count ? references[references.startIndex + index] : .nan,
        tolerance: tolerance, place: place)
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
