import Agents
import Environments
import Foundation
import Storage
import Synchronization
import Tensors
import Testing

/// A world far from zero: its one observation is 100000 or 1000, give or take 0.1, and its rewards are 50,
/// give or take 1. It tells what it showed.
private struct DistantWorld: Environment {
  let center: Double
  let shown: @Sendable (Float) -> Void
  private var value = 0.0

  init(center: Double, shown: @escaping @Sendable (Float) -> Void) {
    self.center = center
    self.shown = shown
  }

  var observationSpace: BoxSpace { BoxSpace([.value("place")]) }
  var actionSpace: ActionSpace { .discrete(2) }

  mutating func reset(using random: inout RandomStream) {
    value = center + random.uniform(-0.1, 0.1)
  }

  mutating func step(
    _ action: Span<Float>, using random: inout RandomStream
  ) throws(EnvironmentError) -> StepResult {
    value = center + random.uniform(-0.1, 0.1)
    return StepResult(reward: 50 + random.uniform(-1, 1), outcome: .running)
  }

  func observe(into observation: inout MutableSpan<Float>) {
    observation[0] = Float(value)
    shown(Float(value))
  }

  func save(to state: inout EnvironmentState) { state["value"] = [value] }

  mutating func restore(from state: EnvironmentState) throws(EnvironmentError) {
    value = try state.value("value")
  }
}

@Suite struct NormalizationTests {
  private final class Shown: Sendable {
    let values = Mutex([Double]())
  }

  private func trainer(
    center: Double, shown: Shown = Shown(),
    _ change: (inout TrainingConfiguration) -> Void = { _ in }
  ) throws -> Trainer {
    var registry = EnvironmentRegistry()
    try registry.register(
      EnvironmentDescription(id: "Distant-v0", summary: "Far away.", maximumEpisodeSteps: 1000) {
        DistantWorld(center: center) { value in shown.values.withLock { $0.append(Double(value)) } }
      })
    var configuration = TrainingConfiguration(
      algorithm: .ppo, environment: EnvironmentConfiguration(id: "Distant-v0"), isRecurrent: false)
    configuration.environmentCount = 4
    configuration.stepCount = 128
    configuration.totalSteps = 4 * 128 * 10
    configuration.ppo.epochCount = 2
    configuration.ppo.minibatchCount = 4
    change(&configuration)
    return try Trainer(configuration, registry: registry, laneCount: 2)
  }

  private func variance(_ values: some Collection<Double>) -> (mean: Double, variance: Double) {
    let mean = values.reduce(0, +) / Double(values.count)
    return (mean, values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count))
  }

  @Test(arguments: [100_000.0, 1000], [1, 32, 128])
  func `statistics are those of all samples so far, the warm-up's included`(
    center: Double, steps: Int
  ) throws {
    let shown = Shown()
    let trainer = try trainer(center: center, shown: shown) { $0.stepCount = steps }
    // The trainer makes one environment to look at its spaces, which shows nothing.
    for _ in 0..<3 { _ = try trainer.advance() }
    let samples = shown.values.withLock { $0 }
    #expect(samples.count == 4 * (1 + 128 + 3 * steps))
    let (mean, variance) = variance(samples)
    let moments = trainer.collector.normalizer.observations.moments
    #expect(moments.count == Double(samples.count))
    #expect(abs(moments.mean[0] - mean) <= 1e-12 * mean)
    #expect(abs(moments.variance[0] - variance) <= 1e-6 * variance)
  }

  @Test(arguments: [100_000.0, 1000])
  func `the policy sees a deviation of 1, in the first rollout too`(center: Double) throws {
    let trainer = try trainer(center: center) { $0.stepCount = 512 }
    for _ in 0..<2 {
      try trainer.collect()
      let seen = trainer.rollout.observations.rows(0..<2048).numbers.values.map { Double($0) }
      let (mean, variance) = variance(seen)
      // The mean and deviation of 2048 uniform samples stray by 0.022 and 0.01.
      #expect(abs(mean) < 0.1)
      #expect(abs(variance.squareRoot() - 1) < 0.05)
      _ = try trainer.update()
    }
  }

  @Test func `the first value loss is of the size of the second`() throws {
    let trainer = try trainer(center: 1000)
    let losses = try (0..<2).map { _ in
      let report = try trainer.advance()
      guard
        case .number(let loss) = report.diagnostics.first(where: { $0.name == "value_loss" })?.value
      else { return Double.nan }
      return loss
    }
    #expect(losses[0] / losses[1] < 3 && losses[1] / losses[0] < 3, "\(losses)")
  }

  @Test func `after the warm-up every environment is where it began`() throws {
    let warm = try trainer(center: 1000)
    let cold = try trainer(center: 1000) {
      $0.normalization.observations = false
      $0.normalization.rewards = false
    }
    let (left, right) = (warm.collector.saveState(), cold.collector.saveState())
    #expect(left.environments == right.environments)
    #expect(left.progress == right.progress)
    #expect(left.actionPositions == right.actionPositions)
    #expect(warm.episodes == cold.episodes && warm.stepCount == 0)
    #expect(left.observationMoments.count == 4 * 129 && right.observationMoments.count == 0)
  }

  @Test func `settings from before there was a warm-up have none, and train as far as they did`()
    throws
  {
    var configuration = try trainer(center: 1000).configuration
    configuration.totalSteps = 512 * 3 + 100
    #expect(configuration.updateCount == 4)
    let text = try CheckpointFormat.encode(configuration)
    #expect(
      try JSONDecoder().decode(TrainingConfiguration.self, from: Data(text.utf8)) == configuration)
    let line = try #require(text.split(separator: "\n").first { $0.contains("warmUpSteps") })
    // The last of its group, after a comma.
    let old = text.replacingOccurrences(of: ",\n" + line, with: "")
    let decoded = try JSONDecoder().decode(TrainingConfiguration.self, from: Data(old.utf8))
    #expect(decoded.normalization.warmUpSteps == 0)
    #expect(decoded.totalSteps == 512 * 3 && decoded.updateCount == 3)
  }

  @Test(arguments: [(1, 1), (2, 2), (3, 3), (4, 4), (6, 3), (7, 1)])
  func `minibatches are fitted to the sequences of a rollout`(environments: Int, expected: Int)
    throws
  {
    var configuration = TrainingConfiguration(
      algorithm: .ppo, environment: EnvironmentConfiguration(id: "CartPoleNoVel-v1"),
      isRecurrent: true)
    configuration.environmentCount = environments
    configuration.fitMinibatches()
    #expect(configuration.ppo.minibatchCount == expected)
    try configuration.validate()
    configuration.environmentCount = 0
    configuration.fitMinibatches()
    #expect(configuration.ppo.minibatchCount == expected)
  }
}
