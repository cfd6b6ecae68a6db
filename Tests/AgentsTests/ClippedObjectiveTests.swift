import Agents
import Environments
import Foundation
import Models
import Spaces
import Storage
import Tensors
import Testing

/// PPO's loss and its gradient at the outputs, against the formulas in double precision and their slopes.
@Suite struct ClippedObjectiveTests {
  private static let count = 200

  /// What a loss is made of.
  private struct Sample {
    var advantage, oldLogProbability, logProbability: Double
    var target, oldValue, value: Double
  }

  private static let samples: [Sample] = {
    var random = RandomStream(seed: 4, purpose: .environment)
    func number(_ scale: Double) -> Double { Double(Float(scale * random.normal())) }
    return (0..<count).map { _ in
      Sample(
        advantage: number(1), oldLogProbability: number(1), logProbability: number(1),
        target: number(2), oldValue: number(2), value: number(2))
    }
  }()

  /// Fills an objective's batch and returns what it gave.
  private func differentiate(
    _ change: (inout PPOConfiguration) -> Void
  ) throws -> (sums: LossSums, logProbabilityGradients: [Float], valueGradients: [Float]) {
    var configuration = TrainingConfiguration(environment: EnvironmentConfiguration(id: "none"))
    configuration.learning.valueLossCoefficient = 1
    change(&configuration.ppo)
    let objective = ClippedObjective(configuration)
    let policy = try Policy(configuration.policy, observation: .vector(1), head: .categorical([2]))
    let rollout = RolloutStorage(
      steps: 1, environments: Self.count, observation: .vector(1), hiddenStateSize: 0, actionSize: 1
    )
    let schedule = MinibatchSchedule(
      steps: 1, environments: Self.count, sequenceLength: 1, minibatchCount: 1, shardCount: 1)
    let batch = MinibatchBuffers(schedule: schedule, rollout: rollout)
    let (arena, (values, logProbabilities, entropies, parameters)) = Arena.carve { carver in
      (
        carver.matrix(rows: Self.count, columns: 1), carver.matrix(rows: Self.count, columns: 1),
        carver.matrix(rows: Self.count, columns: 1),
        carver.matrix(rows: 1, columns: policy.layout.count)
      )
    }
    defer { withExtendedLifetime(arena) {} }
    for (row, sample) in Self.samples.enumerated() {
      rollout.advantages[row] = Float(sample.advantage)
      rollout.logProbabilities[row] = Float(sample.oldLogProbability)
      rollout.returns[row] = Float(sample.target)
      rollout.values[row] = Float(sample.oldValue)
      values[row] = Float(sample.value)
      logProbabilities[row] = Float(sample.logProbability)
    }
    schedule.gather(minibatch: 0, shard: 0, from: rollout, into: batch)
    let gradient = GradientWorkspace(
      policy: policy, rows: Self.count, sequences: Self.count, parameters: parameters)
    var sums = objective.differentiateCritic(
      batch, values: values, sampleCount: Self.count, into: gradient)
    let actor = objective.differentiateActor(
      batch, values: values, logProbabilities: logProbabilities, entropies: entropies,
      sampleCount: Self.count, into: gradient)
    sums[.policyLoss] = actor[.policyLoss]
    sums[.dualClipFraction] = actor[.dualClipFraction]
    return (sums, gradient.logProbabilities.values, gradient.values.values)
  }

  /// The slope at `x`, and whether it is the same on both sides: no kink is near.
  private func slope(at x: Double, _ function: (Double) -> Double) -> (Double, isSmooth: Bool) {
    let h = 1e-4
    let above = (function(x + h) - function(x)) / h
    let below = (function(x) - function(x - h)) / h
    return ((above + below) / 2, abs(above - below) < 0.02)
  }

  @Test func `a dual clip bounds the loss of actions that were worse than expected`() throws {
    let (clip, bound) = (0.2, 1.5)
    let result = try differentiate { ($0.clip, $0.dualClip) = (clip, bound) }
    var (total, bounded) = (0.0, 0)
    for (row, sample) in Self.samples.enumerated() {
      func loss(_ logProbability: Double) -> Double {
        let ratio = exp(logProbability - sample.oldLogProbability)
        let plain = min(
          ratio * sample.advantage, min(max(ratio, 1 - clip), 1 + clip) * sample.advantage)
        return -(sample.advantage < 0 ? max(plain, bound * sample.advantage) : plain)
      }
      total += loss(sample.logProbability)
      let ratio = exp(sample.logProbability - sample.oldLogProbability)
      if sample.advantage < 0 && ratio > bound {
        bounded += 1
        #expect(result.logProbabilityGradients[row] == 0)
      }
      let (slope, isSmooth) = slope(at: sample.logProbability, loss)
      guard isSmooth else { continue }
      let found = Double(result.logProbabilityGradients[row]) * Double(Self.count)
      #expect(abs(found - slope) < 1e-3 * max(1, abs(slope)))
    }
    #expect(bounded > 10)
    #expect(result.sums[.dualClipFraction] == Double(bounded))
    #expect(abs(result.sums[.policyLoss] - total) < 1e-4)
    // Without a bound some losses are larger.
    #expect(try differentiate { $0.clip = clip }.sums[.policyLoss] > total + 1)
  }

  @Test(arguments: [true, false], [0.5, 2])
  func `Huber's loss is a parabola up to delta and a line beyond`(
    clips: Bool, delta: Double
  ) throws {
    let result = try differentiate {
      ($0.clip, $0.clipsValueLoss, $0.valueLoss, $0.huberDelta) = (0.7, clips, .huber, delta)
    }
    var total = 0.0
    for (row, sample) in Self.samples.enumerated() {
      // The integral of an error that is cut at delta.
      func huber(_ error: Double) -> Double {
        let cut = min(abs(error), delta)
        return cut * cut / 2 + delta * (abs(error) - cut)
      }
      func loss(_ value: Double) -> Double {
        let near = sample.oldValue + min(max(value - sample.oldValue, -0.7), 0.7)
        return clips
          ? max(huber(sample.target - value), huber(sample.target - near))
          : huber(sample.target - value)
      }
      total += loss(sample.value)
      let (slope, isSmooth) = slope(at: sample.value, loss)
      guard isSmooth else { continue }
      let found = Double(result.valueGradients[row]) * Double(Self.count)
      #expect(abs(found - slope) < 1e-3)
      #expect(abs(found) <= delta + 1e-6)
    }
    #expect(abs(result.sums[.valueLoss] - total) < 1e-3)
  }
}
