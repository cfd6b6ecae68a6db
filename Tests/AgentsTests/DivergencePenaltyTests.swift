import Agents
import Environments
import Foundation
import HDF5
import Models
import Spaces
import Tensors
import Testing

@Suite struct DivergencePenaltyTests {
  private static let configuration = Configurations["PPO, recurrent, a penalty that adapts"]

  @Test func `the weight is doubled and halved where the divergence is far from its target`() {
    var penalty = DivergencePenalty(coefficient: 1, target: 0.01)
    for (divergence, expected) in [
      (0.0149, 1.0), (0.0151, 2), (0.1, 4), (0.0067, 4), (0.0066, 2), (0, 1), (.infinity, 2),
    ] {
      penalty.adapt(to: divergence)
      #expect(penalty.coefficient == expected)
    }
    for _ in 0..<100 { penalty.adapt(to: 0) }
    #expect(penalty.coefficient == DivergencePenalty.range.lowerBound)
    for _ in 0..<100 { penalty.adapt(to: 1) }
    #expect(penalty.coefficient == DivergencePenalty.range.upperBound)
    var fixed = DivergencePenalty(coefficient: 0.3, target: nil)
    fixed.adapt(to: 100)
    #expect(fixed.coefficient == 0.3)
  }

  @Test func `a heavier penalty keeps the policy nearer to the old one`() throws {
    func divergence(_ coefficient: Double) throws -> Double {
      var configuration = Self.configuration
      (configuration.ppo.klPenalty, configuration.ppo.klTarget) = (coefficient, nil)
      configuration.ppo.epochCount = 10
      configuration.ppo.clip = 1e6
      configuration.learning.learningRate = 3e-3
      let trainer = try Trainer(configuration, laneCount: 2)
      try trainer.advance(updates: 3)
      return trainer.algorithm.learner.measureDivergence()
    }
    let (free, bound) = (try divergence(0), try divergence(100))
    #expect(bound > 0 && bound < free / 4)
  }

  /// What is measured after an update is what the next begins with, and the log has both.
  @Test func `the log has the divergence and the weight, which follows it`() throws {
    let trainer = try Trainer(Self.configuration, laneCount: 1)
    var weight = 0.5
    for _ in 0..<8 {
      let diagnostics = try trainer.advance().diagnostics
      func value(_ name: String) -> Double? {
        guard case .number(let value) = diagnostics.first(where: { $0.name == name })?.value else {
          return nil
        }
        return value
      }
      #expect(abs(try #require(value("kl_penalty")) - weight) < 1e-6 * weight)
      #expect(try #require(value("kl_divergence")) >= 0)
      let divergence = trainer.algorithm.learner.measureDivergence()
      if divergence > 1.5 * 0.003 { weight *= 2 }
      if divergence < 0.003 / 1.5 { weight /= 2 }
      #expect(trainer.algorithm.coefficients.map(\.value) == [weight])
    }
    #expect(weight != 0.5)
  }

  @Test
  func `before the first step the divergence is 0: the rollout has the policy's distributions`()
    throws
  {
    for isRecurrent in [false, true] {
      for id in ["PendulumNoVel-v1", "CartPoleNoVel-v1"] {
        var configuration = Self.configuration
        configuration.environment = EnvironmentConfiguration(id: id)
        configuration.policy.isRecurrent = isRecurrent
        configuration.backpropagationSteps = isRecurrent ? 8 : nil
        let trainer = try Trainer(configuration, laneCount: 2)
        try trainer.collect()
        #expect(abs(trainer.algorithm.learner.measureDivergence()) < 1e-6)
        #expect(trainer.rollout.distributions.columns > 0)
      }
    }
  }

  @Test func `checkpoints hold a weight that adapts, and nothing of the kind otherwise`() throws {
    let file = FileManager.default.temporaryDirectory.appending(
      path: "agents-penalty-\(UUID().uuidString).h5")
    defer { try? FileManager.default.removeItem(at: file) }
    let trainer = try Trainer(Self.configuration, laneCount: 1)
    try trainer.advance(updates: 3)
    try trainer.save(to: file)
    let weight: [Double] = try HDF5File(reading: file).read("algorithm/kl_penalty", shape: [])
    #expect(weight == trainer.algorithm.coefficients.map(\.value))
    let resumed = try Trainer(resuming: file, laneCount: 1)
    #expect(resumed.algorithm.coefficients.map(\.value) == weight)

    let plain = try Trainer(Configurations["PPO, recurrent, discrete"], laneCount: 1)
    #expect(plain.rollout.distributions.columns == 0)
    try plain.save(to: file)
    #expect(try !HDF5File(reading: file).contains("algorithm"))
  }

  @Test func `a distribution that cannot be compared is refused, and why is said`() throws {
    ActionDistributions.register(Coin.self)
    var configuration = Self.configuration
    let policy = try Policy(
      PolicyConfiguration(), observationSize: 1,
      head: HeadConfiguration(distribution: Coin.name, sizes: [2]))
    let error = #expect(throws: ConfigurationError.self) {
      try PPO.validate(configuration, for: policy)
    }
    #expect(error?.description.contains("'coin' does not say how far it is") == true)
    #expect(error?.description.contains("ppo.klPenalty") == true)
    (configuration.ppo.klPenalty, configuration.ppo.klTarget) = (nil, nil)
    try PPO.validate(configuration, for: policy)
  }
}

/// Heads or tails, whatever the network says: a distribution without descriptions.
private struct Coin: ActionDistribution {
  static let name = "coin"
  let actionSize = 1
  let parameterSize = 1
  let gain: Float = 1

  static func sizes(for space: ActionSpace) -> [Int]? { nil }
  init(sizes: [Int], in layout: inout ParameterLayout) {}

  func sample(
    _ actionParameters: Matrix, actions: Matrix, logProbabilities: Matrix, parameters: Matrix,
    streams: inout [RandomStream]
  ) {
    for row in 0..<actions.rows { actions[row, 0] = streams[row].uniform() < 0.5 ? 0 : 1 }
    logProbabilities.fill(Float(log(0.5)))
  }

  func mode(_ actionParameters: Matrix, actions: Matrix) { actions.fill(0) }

  func evaluate(
    _ actionParameters: Matrix, actions: Matrix, logProbabilities: Matrix, entropies: Matrix,
    parameters: Matrix
  ) {
    logProbabilities.fill(Float(log(0.5)))
    entropies.fill(Float(log(2.0)))
  }

  func backward(
    _ actionParameters: Matrix, actions: Matrix, logProbabilityGradients: Matrix,
    entropyGradient: Float, into gradient: Matrix, scratch: Matrix, parameters: Matrix,
    sink: ParameterSink
  ) {
    gradient.fill(0)
  }
}
