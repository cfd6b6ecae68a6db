import Tensors

/// Shifts and scales observations by statistics that stand still while they are used.
///
/// Each shard of a rollout gathers sums of what it saw; they are merged in shard order afterwards, so
/// that the statistics do not depend on which thread ran what.
package struct ObservationNormalizer: Sendable {
  package private(set) var moments: RunningMoments
  private let clip: Double
  private var scales: [Double]

  package init(moments: RunningMoments, configuration: NormalizationConfiguration) {
    self.moments = moments
    clip = configuration.observationClip
    scales = [Double](repeating: 1, count: moments.mean.count)
    updateScales()
  }

  package init(size: Int, configuration: NormalizationConfiguration) {
    self.init(moments: RunningMoments(size: size), configuration: configuration)
  }

  private mutating func updateScales() {
    for index in scales.indices { scales[index] = moments.scale(of: index) }
  }

  package mutating func merge(_ sums: MomentSums) {
    moments.merge(sums)
    updateScales()
  }

  /// Writes the normalised rows of `raw`, [n, O], into `result`.
  package func normalize(_ raw: Matrix, into result: Matrix) {
    for row in 0..<raw.rows {
      for column in 0..<raw.columns {
        result[row, column] = Float(normalize(Double(raw[row, column]), at: column))
      }
    }
  }

  /// The normalised value of one component.
  @inline(__always)
  package func normalize(_ value: Double, at index: Int) -> Double {
    min(max((value - moments.mean[index]) * scales[index], -clip), clip)
  }
}
