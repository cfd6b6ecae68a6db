extension EventSummary.Histogram {
  /// TensorBoard shows as many at most.
  private static let bucketCount = 30

  /// How `values` are distributed, in buckets of equal width; those that are not finite do not count.
  /// Nil where none are.
  package init?(_ values: [Float]) {
    self.init()
    (min, max) = (.infinity, -.infinity)
    for value in values where value.isFinite {
      let value = Double(value)
      min = Swift.min(min, value)
      max = Swift.max(max, value)
      num += 1
      sum += value
      sumSquares += value * value
    }
    guard num > 0 else { return nil }
    guard max > min else {
      (bucketLimit, bucket) = ([max], [num])
      return
    }
    let count = Self.bucketCount
    let (start, width) = (min, (max - min) / Double(count))
    bucketLimit = (1..<count).map { start + Double($0) * width } + [max]
    var counts = [Double](repeating: 0, count: count)
    for value in values where value.isFinite {
      counts[Swift.min(Int((Double(value) - start) / width), count - 1)] += 1
    }
    bucket = counts
  }
}
