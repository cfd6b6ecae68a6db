import Tensors

/// The running mean and variance of D numbers, in double precision.
///
/// Batches are merged by the parallel formula (Chan, Golub and LeVeque 1979), as the baselines'
/// `RunningMeanStd` does; variances are population variances.
package struct RunningMoments: Sendable, Equatable {
  package private(set) var mean: [Double]  // [D]
  package private(set) var variance: [Double]  // [D]
  package private(set) var count: Double

  /// - Parameter initialCount: how much the initial mean 0 and variance 1 weigh; with 0 the moments are
  ///   those of the samples alone.
  package init(size: Int, initialCount: Double = 0) {
    mean = [Double](repeating: 0, count: size)
    variance = [Double](repeating: 1, count: size)
    count = initialCount
  }

  package init(mean: [Double], variance: [Double], count: Double) {
    precondition(mean.count == variance.count)
    self.mean = mean
    self.variance = variance
    self.count = count
  }

  /// Merges what `sums` gathered.
  package mutating func merge(_ sums: MomentSums) {
    precondition(sums.size == mean.count)
    guard sums.count > 0 else { return }
    let total = count + sums.count
    for index in mean.indices {
      let batch = sums.moments(of: index)
      let delta = batch.mean - mean[index]
      let squares =
        variance[index] * count + batch.variance * sums.count
        + delta * delta * count * sums.count / total
      mean[index] += delta * sums.count / total
      variance[index] = squares / total
    }
    count = total
  }

  /// What a deviation of component `index` is multiplied by to bring its variance to 1. A component that
  /// has not varied yet has no scale of its own: that of 1e4, which its variance of 0 would give, would
  /// make its first change an outlier.
  func scale(of index: Int) -> Double {
    guard count > 0, variance[index] > 0 else { return 1 }
    return 1 / (variance[index] + NormalizationConfiguration.epsilon).squareRoot()
  }
}

/// Sums over samples of D numbers, from which their moments follow; taken around a center near the
/// mean, so that no digits cancel.
package struct MomentSums: Sendable {
  private var center: [Double]
  /// Whether the center is that of earlier samples; otherwise the first sample becomes it.
  private var isCentered: Bool
  private var sums: [Double]
  private var squares: [Double]
  package private(set) var count = 0.0

  package var size: Int { center.count }

  /// Sums around the mean that `moments` have found, or around the first sample where they have none.
  package init(around moments: RunningMoments) {
    center = moments.mean
    isCentered = moments.count > 0
    sums = [Double](repeating: 0, count: center.count)
    squares = sums
  }

  /// Adds `value` as component `index` of a sample; ``endSample()`` follows the last.
  @inline(__always)
  package mutating func add(_ value: Double, at index: Int) {
    if !isCentered { center[index] = value }
    let distance = value - center[index]
    sums[index] += distance
    squares[index] += distance * distance
  }

  @inline(__always)
  package mutating func endSample() {
    isCentered = true
    count += 1
  }

  /// Adds a sample a row, [n, D].
  package mutating func add(rows: Matrix) {
    precondition(rows.columns == size)
    guard rows.rows > 0 else { return }
    if !isCentered {
      for index in center.indices { center[index] = Double(rows[0, index]) }
      isCentered = true
    }
    Self.add(rows, center: center, sums: &sums, squares: &squares)
    count += Double(rows.rows)
  }

  private static func add(
    _ rows: Matrix, center: [Double], sums: inout [Double], squares: inout [Double]
  ) {
    for row in 0..<rows.rows {
      for index in center.indices {
        let distance = Double(rows[row, index]) - center[index]
        sums[index] += distance
        squares[index] += distance * distance
      }
    }
  }

  func moments(of index: Int) -> (mean: Double, variance: Double) {
    let offset = sums[index] / count
    return (center[index] + offset, max(0, squares[index] / count - offset * offset))
  }

  /// Forgets all samples and moves to the mean of `moments`. Where a run is resumed, sums begin at the
  /// same center as they would have without the stop, or their last bits would differ.
  package mutating func removeAll(around moments: RunningMoments) {
    for index in sums.indices {
      center[index] = moments.mean[index]
      sums[index] = 0
      squares[index] = 0
    }
    isCentered = moments.count > 0
    count = 0
  }
}
