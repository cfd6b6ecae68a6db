import HDF5
import Storage

/// Compares running means and variances with the file `returns/running_mean_std.h5`.
enum RunningMomentsReference {
  static func compare(_ file: HDF5File) throws -> ReferenceFindings {
    let statement = try ReferenceStatement(of: file)
    let moments = try statement.tolerance(behind: "float64")
    let normalized = try statement.tolerance(behind: "normalized")
    return try ReferenceFindings(casesOf: file) { data in
      try compare(data, moments: moments, normalized: normalized)
      return true
    }
  }

  private static func compare(
    _ data: ReferenceCase, moments tolerance: ReferenceTolerance, normalized: ReferenceTolerance
  ) throws {
    guard
      try data.number("initial_mean") == 0, try data.number("initial_variance") == 1,
      try data.number("normalization_epsilon") == NormalizationConfiguration.epsilon
    else { throw data.bad("it begins from other moments, or uses another epsilon, than we do") }
    var configuration = NormalizationConfiguration()
    configuration.observationClip = try data.number("clip")

    let sizes = try batchSizes(of: data)
    let shape = try data.file.shape(of: "\(data.path)/samples")
    let row = Array(shape.dropFirst())
    let size = row.reduce(1, *)
    guard size > 0, shape.first == sizes.reduce(0, +) else {
      throw data.bad("its batches do not make up its samples")
    }
    let samples = try data.read("samples", shape: shape)
    var normalizer = ObservationNormalizer(
      moments: RunningMoments(size: size, initialCount: try data.number("initial_count")),
      configuration: configuration)
    var (means, variances, counts, results) = ([Double](), [Double](), [Double](), [Double]())
    var start = 0
    for count in sizes {
      let batch = samples[start * size..<(start + count) * size]
      start += count
      normalizer.merge(MomentSums(batch, size: size, around: normalizer.moments))
      means += normalizer.moments.mean
      variances += normalizer.moments.variance
      counts.append(normalizer.moments.count)
      results += batch.enumerated().map { normalizer.normalize($1, at: $0 % size) }
    }
    let batches = [sizes.count]
    try data.compare(means, with: "mean", shape: batches + row, tolerance: tolerance)
    try data.compare(variances, with: "variance", shape: batches + row, tolerance: tolerance)
    try data.compare(counts, with: "count", shape: batches, tolerance: tolerance)
    try data.compare(results, with: "normalized", shape: shape, tolerance: normalized)
  }

  private static func batchSizes(of data: ReferenceCase) throws -> [Int] {
    let shape = try data.file.shape(of: "\(data.path)/batch_sizes")
    let sizes = try data.read("batch_sizes", shape: shape)
    guard !sizes.isEmpty, sizes.allSatisfy({ $0 >= 1 && $0 <= 1e6 }) else {
      throw data.bad("its batches have impossible sizes")
    }
    return sizes.map { Int($0) }
  }
}

extension MomentSums {
  /// The sums over samples of `size` numbers, one after the other.
  init(_ samples: ArraySlice<Double>, size: Int, around moments: RunningMoments) {
    self.init(around: moments)
    for (offset, value) in samples.enumerated() {
      add(value, at: offset % size)
      if offset % size == size - 1 { endSample() }
    }
  }
}
