import Agents
import Environments
import Lanes
import Models
import Spaces
import Storage
import Tensors
import Testing

@Suite("Gradients in parts")
struct GradientPartsTests {
  /// However a minibatch is cut, and whether actor and critic are passed over together (A2C, shared
  /// layers) or apart (PPO), the parts make up one gradient and its norm.
  @Test(
    "a minibatch in parts has the gradient of the whole",
    arguments: [AlgorithmName.a2c, .ppo], [(false, 0), (false, 1), (true, 0)])
  func parts(algorithm: AlgorithmName, kind: (isRecurrent: Bool, sharedLayers: Int)) throws {
    let gradients = try [1, 2, 3, 5].map { parts in
      try gradient(algorithm, kind.isRecurrent, kind.sharedLayers, parts: parts)
    }
    let whole = gradients[0]
    let largest = whole.values.map(abs).max() ?? 0
    #expect(largest > 0.01)
    for gradient in gradients {
      let norm = gradient.values.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
      #expect(abs(gradient.norm / norm - 1) < 1e-12)
      // Sums of the same numbers in another order.
      for (value, other) in zip(gradient.values, whole.values) {
        #expect(abs(value - other) < 1e-5 * largest)
      }
    }
  }

  private func gradient(
    _ algorithm: AlgorithmName, _ isRecurrent: Bool, _ sharedLayers: Int, parts: Int
  ) throws -> (values: [Float], norm: Double) {
    var configuration = TrainingConfiguration(
      algorithm: algorithm, environment: EnvironmentConfiguration(id: "none"),
      isRecurrent: isRecurrent)
    configuration.stepCount = 13
    configuration.environmentCount = 5
    configuration.ppo.minibatchCount = 1
    configuration.policy.sharedLayerCount = sharedLayers
    configuration.policy.hiddenSize = 48
    configuration.sharding.updateShards = parts
    let policy = try Policy(configuration.policy, observationSize: 3, head: .categorical([4]))
    var random = RandomStream(seed: 3, purpose: .initialization)
    policy.initialize(using: &random)
    let rollout = RolloutStorage(
      steps: configuration.stepCount, environments: configuration.environmentCount,
      observation: .vector(3), hiddenStateSize: policy.hiddenStateSize, actionSize: 1)
    for matrix in [
      rollout.observations.numbers, rollout.returns, rollout.advantages, rollout.values,
    ] {
      for index in 0..<matrix.count { matrix[index] = Float(random.normal()) }
    }
    for row in 0..<rollout.sampleCount {
      rollout.actions[row] = Float(random.integer(below: 4))
      rollout.logProbabilities[row] = Float(random.uniform(-1.6, -1.2))
      rollout.masks[row] = random.uniform() < 0.2 ? 0 : 1
    }
    let objective: any Objective =
      algorithm == .ppo ? ClippedObjective(configuration) : AdvantageObjective(configuration)
    let learner = GradientLearner(
      LearningContext(
        policy: policy, rollout: rollout, configuration: configuration,
        pool: LanePool(laneCount: 2)),
      objective: objective)
    let losses = learner.differentiate(minibatch: 0)
    #expect(losses.samples == 65)
    let report = try learner.step(learningRateScale: 1)
    return (learner.gradient.values, report.gradientNorm)
  }
}
