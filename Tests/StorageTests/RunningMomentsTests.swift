import Foundation
import Storage
import Tensors
import Testing

@Suite struct RunningMomentsTests {
  private static let samples: [[Double]] = {
    var random = RandomStream(seed: 6, purpose: .environment)
    return (0..<1000).map { _ in [1000 + random.normal(), 3 * random.normal() - 2, 5] }
  }()

  private static func sums(
    of samples: some Sequence<[Double]>, around moments: RunningMoments
  ) -> MomentSums {
    var sums = MomentSums(around: moments)
    for sample in samples {
      for (index, value) in sample.enumerated() { sums.add(value, at: index) }
      sums.endSample()
    }
    return sums
  }

  private static func moments(of samples: [[Double]], at index: Int) -> (Double, Double) {
    let values = samples.map { $0[index] }
    let mean = values.reduce(0, +) / Double(values.count)
    return (
      mean, values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
    )
  }

  @Test(arguments: [1, 7, 100, 1000])
  func `batches of any size give the moments of all samples`(size: Int) {
    var moments = RunningMoments(size: 3)
    for start in stride(from: 0, to: 1000, by: size) {
      moments.merge(
        Self.sums(of: Self.samples[start..<min(start + size, 1000)], around: moments))
    }
    #expect(moments.count == 1000)
    for index in 0..<3 {
      let (mean, variance) = Self.moments(of: Self.samples, at: index)
      #expect(abs(moments.mean[index] - mean) <= 1e-12 * abs(mean) + 1e-12)
      #expect(abs(moments.variance[index] - variance) <= 1e-11 * variance)
    }
  }

  @Test func `sums around a center near the mean lose no digits`() {
    var moments = RunningMoments(mean: [1000, -2, 5], variance: [1, 9, 0], count: 1e-300)
    moments.merge(Self.sums(of: Self.samples, around: moments))
    for index in 0..<3 {
      let (mean, variance) = Self.moments(of: Self.samples, at: index)
      #expect(abs(moments.mean[index] - mean) <= 1e-12 * abs(mean))
      #expect(abs(moments.variance[index] - variance) <= 1e-12 * variance + 1e-15)
    }
  }

  @Test func `nothing changes where there are no samples`() {
    var moments = RunningMoments(size: 2)
    let before = moments
    moments.merge(MomentSums(around: moments))
    #expect(moments == before)
  }

  @Test func `sums start anew around another center`() {
    var sums = Self.sums(of: Self.samples, around: RunningMoments(size: 3))
    sums.removeAll(around: RunningMoments(mean: [1, 2, 3], variance: [1, 1, 1], count: 9))
    var moments = RunningMoments(size: 3)
    for (index, value) in [4.0, 5, 6].enumerated() { sums.add(value, at: index) }
    sums.endSample()
    moments.merge(sums)
    #expect(moments.mean == [4, 5, 6] && moments.variance == [0, 0, 0] && moments.count == 1)
  }

  @Test func `observations are shifted, scaled and clipped`() {
    var configuration = NormalizationConfiguration()
    configuration.observationClip = 2
    let normalizer = ObservationNormalizer(
      moments: RunningMoments(mean: [10, -1], variance: [4, 0.25], count: 1),
      configuration: configuration)
    let (arena, (raw, result)) = Arena.carve { carver in
      (carver.matrix(rows: 3, columns: 2), carver.matrix(rows: 3, columns: 2))
    }
    raw.copy(from: [12, -1, 100, -0.75, 7, -100])
    normalizer.normalize(raw, into: result)
    withExtendedLifetime(arena) {
      for (value, expected) in zip(result.values, [1, 0, 2, 0.5, -1.5, -2]) {
        #expect(abs(Double(value) - expected) < 1e-6)
      }
    }
  }

  /// A deviation of a ten-millionth of the mean: summed around 0, nothing would be left of it.
  @Test func `the first samples have their own moments, however far from zero they lie`() {
    var random = RandomStream(seed: 8, purpose: .environment)
    let samples = (0..<2000).map { _ in [100_000 + 0.2 * random.uniform() - 0.1] }
    var moments = RunningMoments(size: 1)
    moments.merge(Self.sums(of: samples, around: moments))
    let (mean, variance) = Self.moments(of: samples, at: 0)
    #expect(moments.count == 2000)
    #expect(abs(moments.mean[0] - mean) <= 1e-12 * mean)
    // The mean of the comparison is itself rounded to 1e-16 of 100000.
    #expect(abs(moments.variance[0] - variance) <= 1e-6 * variance)
    let normalizer = ObservationNormalizer(
      moments: moments, configuration: NormalizationConfiguration())
    let seen = samples.map { [normalizer.normalize($0[0], at: 0)] }
    #expect(abs(Self.moments(of: seen, at: 0).1 - 1) < 1e-5)
  }

  @Test func `a component that has not varied yet is centred, and not multiplied`() {
    var moments = RunningMoments(size: 2)
    moments.merge(Self.sums(of: [[7, 1], [7, 3]], around: moments))
    let configuration = NormalizationConfiguration()
    let observations = ObservationNormalizer(moments: moments, configuration: configuration)
    #expect(observations.normalize(7, at: 0) == 0 && observations.normalize(8, at: 0) == 1)
    #expect(abs(observations.normalize(3, at: 1) - 1) < 1e-7)
    var constant = RunningMoments(size: 1)
    constant.merge(Self.sums(of: [[0], [0]], around: constant))
    let rewards = RewardNormalizer(moments: constant, gamma: 0.9, configuration: configuration)
    #expect(rewards.normalize(0.5) == 0.5)
  }

  @Test func `rewards are scaled but not shifted, and clipped`() {
    var configuration = NormalizationConfiguration()
    configuration.rewardClip = 3
    let normalizer = RewardNormalizer(
      moments: RunningMoments(mean: [50], variance: [16], count: 1), gamma: 0.5,
      configuration: configuration)
    #expect(abs(normalizer.normalize(2) - 0.5) < 1e-8)
    #expect(normalizer.normalize(100) == 3 && normalizer.normalize(-100) == -3)
    #expect(normalizer.accumulate(1, onto: 6) == 4)
  }
}
