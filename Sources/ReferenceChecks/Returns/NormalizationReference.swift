import HDF5
import Storage

/// Compares normalised observations and rewards with the file `returns/vec_normalize.h5`, the statistics
/// brought up to date at every step.
enum NormalizationReference {
  static func compare(_ file: HDF5File) throws -> ReferenceFindings {
    let statement = try ReferenceStatement(of: file)
    let statistics = try statement.tolerance(behind: "float64")
    let normalized = try statement.tolerance(behind: "float32")
    return try ReferenceFindings(casesOf: file) { data in
      try compareObservations(data, statistics: statistics, normalized: normalized)
      try compareRewards(data, statistics: statistics, normalized: normalized)
      return true
    }
  }

  /// How much the mean 0 and variance 1 weigh that `VecNormalize` begins with.
  private static let initialCount = 1e-4

  private static func configuration(of data: ReferenceCase) throws -> NormalizationConfiguration {
    guard try data.number("epsilon") == NormalizationConfiguration.epsilon else {
      throw data.bad("it uses another epsilon than we do")
    }
    var configuration = NormalizationConfiguration()
    configuration.observationClip = try data.number("clip_observation")
    configuration.rewardClip = try data.number("clip_reward")
    return configuration
  }

  private static func compareObservations(
    _ data: ReferenceCase, statistics: ReferenceTolerance, normalized: ReferenceTolerance
  ) throws {
    let (steps, environments) = (try data.size("steps"), try data.size("environments"))
    let size = try data.file.shape(of: "\(data.path)/observations").last ?? 0
    guard size > 0 else { throw data.bad("its observations have no components") }
    let width = environments * size
    let observations = try data.read("observations", shape: [steps + 1, environments, size])
    let terminal = try data.read("terminal_observations", shape: [steps, environments, size])
    let dones = try data.read("dones", shape: [steps, environments])
    var normalizer = ObservationNormalizer(
      moments: RunningMoments(size: size, initialCount: initialCount),
      configuration: try configuration(of: data))
    var (means, variances, counts) = ([Double](), [Double](), [Double]())
    var (results, terminalResults) = ([Double](), [Double]())
    // Row 0 comes from the reset.
    for step in 0...steps {
      let rows = observations[step * width..<(step + 1) * width]
      normalizer.merge(MomentSums(rows, size: size, around: normalizer.moments))
      means += normalizer.moments.mean
      variances += normalizer.moments.variance
      counts.append(normalizer.moments.count)
      results += rows.enumerated().map { single(normalizer.normalize($1, at: $0 % size)) }
      guard step > 0 else { continue }
      terminalResults += terminal[(step - 1) * width..<step * width].enumerated().map {
        let isDone = dones[(step - 1) * environments + $0 / size] == 1
        return isDone ? single(normalizer.normalize($1, at: $0 % size)) : 0
      }
    }
    try data.compare(means, with: "obs_mean", shape: [steps + 1, size], tolerance: statistics)
    try data.compare(
      variances, with: "obs_variance", shape: [steps + 1, size], tolerance: statistics)
    try data.compare(counts, with: "obs_count", shape: [steps + 1], tolerance: statistics)
    try data.compare(
      results, with: "normalized_observations", shape: [steps + 1, environments, size],
      tolerance: normalized)
    try data.compare(
      terminalResults, with: "normalized_terminal_observations",
      shape: [steps, environments, size], tolerance: normalized)
  }

  private static func compareRewards(
    _ data: ReferenceCase, statistics: ReferenceTolerance, normalized: ReferenceTolerance
  ) throws {
    let (steps, environments) = (try data.size("steps"), try data.size("environments"))
    let shape = [steps, environments]
    let rewards = try data.read("rewards", shape: shape)
    let dones = try data.read("dones", shape: shape)
    var normalizer = RewardNormalizer(
      moments: RunningMoments(size: 1, initialCount: initialCount), gamma: try data.number("gamma"),
      configuration: try configuration(of: data))
    var sums = [Double](repeating: 0, count: environments)
    var (means, variances, counts) = ([Double](), [Double](), [Double]())
    var (discounted, results) = ([Double](), [Double]())
    for step in 0..<steps {
      let row = step * environments..<(step + 1) * environments
      for (index, reward) in rewards[row].enumerated() {
        sums[index] = normalizer.accumulate(reward, onto: sums[index])
      }
      discounted += sums
      normalizer.merge(MomentSums(sums[...], size: 1, around: normalizer.moments))
      means += normalizer.moments.mean
      variances += normalizer.moments.variance
      counts.append(normalizer.moments.count)
      results += rewards[row].map { single(normalizer.normalize($0)) }
      for (index, done) in dones[row].enumerated() where done == 1 { sums[index] = 0 }
    }
    try data.compare(
      discounted, with: "discounted_return_before_reset", shape: shape, tolerance: statistics)
    try data.compare(means, with: "return_mean", shape: [steps], tolerance: statistics)
    try data.compare(variances, with: "return_variance", shape: [steps], tolerance: statistics)
    try data.compare(counts, with: "return_count", shape: [steps], tolerance: statistics)
    try data.compare(results, with: "normalized_rewards", shape: shape, tolerance: normalized)
  }

  /// As a rollout stores it.
  private static func single(_ value: Double) -> Double { Double(Float(value)) }
}
