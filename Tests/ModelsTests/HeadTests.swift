import Foundation
import Models
import Spaces
import Tensors
import Testing

/// Heads against distributions computed in double precision. What a head gives for a single state may
/// be off by 1e-5.
@Suite struct HeadTests {
  private static let sampleCount = 40_000

  /// A policy without hidden layers, its parameters for one state, and samples of its actions.
  private struct Fixture {
    let policy: Policy
    let parameters: [Double]  // [P], normalised where the head is categorical
    let deviations: [Double]  // [A], where the head is Gaussian
    let actions: [[Double]]
    let logProbabilities: [Double]
    let entropy: Double
    let mode: [Double]

    init(_ head: HeadConfiguration, scale: Float = 1) throws {
      policy = try makePolicy(head, layers: 0)
      let slots = policy.layout.slots
      for slot in slots
      where slot.name.hasPrefix("action/") && slot.name != "action/log_standard_deviation" {
        let parameter = policy.parameter(slot)
        for index in 0..<parameter.count { parameter[index] *= scale }
      }
      let deviation = slots.first { $0.name == "action/log_standard_deviation" }
      let policy = policy
      deviations = deviation.map { policy.parameter($0).values.map { exp(Double($0)) } } ?? []
      let rows = HeadTests.sampleCount
      let (arena, (observations, samples, logs, entropies, modes, masks)) = Arena.carve { carver in
        (
          carver.matrix(rows: rows, columns: 5),
          carver.matrix(rows: rows, columns: head.actionSize),
          carver.matrix(rows: rows, columns: 1), carver.matrix(rows: rows, columns: 1),
          carver.matrix(rows: rows, columns: head.actionSize),
          carver.matrix(rows: rows, columns: 1)
        )
      }
      defer { withExtendedLifetime(arena) {} }
      for row in 0..<rows {
        for column in 0..<5 { observations[row, column] = [0.3, -1, 0.7, 0.1, 0.5][column] }
      }
      let workspace = PolicyWorkspace(policy: policy, rows: rows, sequences: rows)
      let actionParameters = policy.actionParameters(
        policy.features(
          recalling: KeptSteps(
            observations: Observations(observations), states: masks.rows(0..<0)), in: workspace),
        in: workspace)
      var streams = (0..<rows).map {
        RandomStream(seed: 21, index: UInt32($0), purpose: .action)
      }
      policy.sample(actionParameters, actions: samples, logProbabilities: logs, streams: &streams)
      policy.mode(actionParameters, actions: modes)
      parameters = actionParameters.row(0).values.map(Double.init)
      actions = (0..<rows).map { samples.row($0).values.map(Double.init) }
      logProbabilities = logs.values.map(Double.init)
      mode = modes.row(0).values.map(Double.init)
      // Log-probabilities of training must be those of sampling, to the bit.
      let batch = PolicyBatch(
        plan: SequencePlan(rowCount: rows), observations: Observations(observations),
        actions: samples,
        masks: masks, hiddenStates: masks.rows(0..<0))
      let sampled = logs.values
      _ = policy.evaluate(batch, logProbabilities: logs, entropies: entropies, in: workspace)
      #expect(sampled.elementsEqual(logs.values))
      entropy = Double(entropies[0])
      #expect(entropies.values.allSatisfy { $0 == entropies[0] })
    }
  }

  /// Expects a frequency within five standard errors of a probability.
  private func expect(_ count: Int, ofProbability probability: Double) {
    let error = (probability * (1 - probability) / Double(Self.sampleCount)).squareRoot()
    #expect(abs(Double(count) / Double(Self.sampleCount) - probability) <= 5 * error)
  }

  @Test(arguments: [[4], [2], [3, 2, 4]])
  func `categories are drawn by their probabilities`(_ sizes: [Int]) throws {
    let fixture = try Fixture(.categorical(sizes), scale: 2)
    var start = 0
    var entropy = 0.0
    for (choice, size) in sizes.enumerated() {
      let logProbabilities = Array(fixture.parameters[start..<start + size])
      #expect(abs(logProbabilities.reduce(0) { $0 + exp($1) } - 1) < 1e-6)
      for (category, logProbability) in logProbabilities.enumerated() {
        let count = fixture.actions.count { $0[choice] == Double(category) }
        expect(count, ofProbability: exp(logProbability))
        entropy -= exp(logProbability) * logProbability
      }
      let best = logProbabilities.indices.max { logProbabilities[$0] < logProbabilities[$1] }
      #expect(fixture.mode[choice] == Double(best ?? -1))
      start += size
    }
    #expect(abs(fixture.entropy - entropy) < 1e-5)
    for (action, logProbability) in zip(fixture.actions, fixture.logProbabilities).prefix(100) {
      var start = 0
      var expected = 0.0
      for (choice, size) in sizes.enumerated() {
        expected += fixture.parameters[start + Int(action[choice])]
        start += size
      }
      #expect(abs(logProbability - expected) < 1e-5)
    }
  }

  @Test func `normal actions have the mean and deviation of their distribution`() throws {
    let fixture = try Fixture(.diagonalGaussian(3))
    let count = Double(Self.sampleCount)
    var entropy = 0.0
    for (column, deviation) in fixture.deviations.enumerated() {
      let values = fixture.actions.map { $0[column] }
      let mean = values.reduce(0, +) / count
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
      #expect(abs(mean - fixture.parameters[column]) < 5 * deviation / count.squareRoot())
      #expect(abs(variance / (deviation * deviation) - 1) < 5 * (2 / count).squareRoot())
      #expect(fixture.mode[column] == fixture.parameters[column])
      entropy += 0.5 + 0.5 * log(2 * Double.pi) + log(deviation)
    }
    #expect(abs(fixture.entropy - entropy) < 1e-5)
    for (action, logProbability) in zip(fixture.actions, fixture.logProbabilities).prefix(100) {
      let density = (0..<3).reduce(0.0) { sum, column in
        let deviation = fixture.deviations[column]
        let distance = (action[column] - fixture.parameters[column]) / deviation
        return sum - 0.5 * distance * distance - log(deviation) - 0.5 * log(2 * Double.pi)
      }
      #expect(abs(logProbability - density) < 1e-5)
    }
  }

  @Test func `yes-or-no choices are made by their probabilities`() throws {
    let fixture = try Fixture(.bernoulli(3), scale: 2)
    var entropy = 0.0
    for (choice, logit) in fixture.parameters.enumerated() {
      let probability = 1 / (1 + exp(-logit))
      expect(fixture.actions.count { $0[choice] == 1 }, ofProbability: probability)
      #expect(fixture.actions.allSatisfy { $0[choice] == 0 || $0[choice] == 1 })
      #expect(fixture.mode[choice] == (probability > 0.5 ? 1 : 0))
      entropy -= probability * log(probability) + (1 - probability) * log(1 - probability)
    }
    #expect(abs(fixture.entropy - entropy) < 1e-5)
    for (action, logProbability) in zip(fixture.actions, fixture.logProbabilities).prefix(100) {
      let expected = zip(action, fixture.parameters).reduce(0.0) { sum, choice in
        sum - log(1 + exp(choice.0 == 1 ? -choice.1 : choice.1))
      }
      #expect(abs(logProbability - expected) < 1e-5)
    }
  }

  @Test(arguments: [HeadConfiguration.categorical([3]), .bernoulli(2)])
  func `a policy that is certain stays finite`(_ head: HeadConfiguration) throws {
    let fixture = try Fixture(head, scale: 1000)
    #expect(fixture.logProbabilities.allSatisfy { $0.isFinite && $0 <= 0 })
    #expect(fixture.entropy.isFinite && abs(fixture.entropy) < 1e-6)
  }
}
