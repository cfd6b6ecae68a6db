import Agents
import Environments
import Foundation
import Lanes
import Models
import Spaces
import Storage
import Tensors

/// A small policy with K-FAC and a rollout of random numbers, whose actions are the policy's own.
struct CurvatureSetup {
  let policy: Policy
  let rollout: RolloutStorage
  let learner: GradientLearner
  let noise: [Float]  // [T·N]
  var kfac: KFAC { learner.kfac! }

  /// - Parameter repeatsStates: whether each environment gives the same observation at every step.
  init(
    steps: Int, environments: Int, isRecurrent: Bool, hiddenSize: Int, repeatsStates: Bool = false,
    seed: UInt64 = 5,
    _ change: (inout TrainingConfiguration) -> Void = { _ in }
  ) throws {
    var configuration = TrainingConfiguration(
      algorithm: .acktr, environment: EnvironmentConfiguration(id: "none"),
      isRecurrent: isRecurrent)
    configuration.stepCount = steps
    configuration.environmentCount = environments
    configuration.policy.hiddenSize = hiddenSize
    configuration.policy.layerCount = 1
    change(&configuration)
    policy = try Policy(configuration.policy, observationSize: 2, head: .categorical([2]))
    var random = RandomStream(seed: seed, purpose: .initialization)
    for slot in policy.layout.slots {
      let parameter = policy.parameter(slot)
      for index in 0..<parameter.count { parameter[index] = Float(0.7 * random.normal()) }
    }
    rollout = RolloutStorage(
      steps: steps, environments: environments, observation: .vector(2),
      hiddenStateSize: policy.hiddenStateSize, actionSize: 1)
    for index in 0..<rollout.observations.numbers.count {
      rollout.observations.numbers[index] = Float(random.normal())
    }
    for step in 0...steps where repeatsStates {
      rollout.observations.rows(rollout.rows(step: step, environments: 0..<environments)).copy(
        from: rollout.observations.rows(0..<environments))
    }
    for index in 0..<rollout.hiddenStates.count {
      rollout.hiddenStates[index] = Float(random.uniform(-0.8, 0.8))
    }
    for index in 0..<rollout.masks.count {
      rollout.masks[index] = random.uniform() < 0.25 ? 0 : 1
    }
    for index in 0..<rollout.returns.count { rollout.returns[index] = Float(random.normal()) }
    noise = (0..<rollout.sampleCount).map { _ in Float(random.normal()) }
    if !isRecurrent {
      let network = PlainNetwork(policy)
      for row in 0..<rollout.sampleCount {
        let features = rollout.observations.numbers.row(row).values.map(Double.init)
        let logProbabilities = network.outputs(features, moment: 0).logProbabilities
        rollout.actions[row] = random.uniform() < exp(logProbabilities[1]) ? 1 : 0
      }
    } else {
      for row in 0..<rollout.sampleCount {
        rollout.actions[row] = Float(random.integer(below: 2))
      }
    }
    learner = GradientLearner(
      LearningContext(
        policy: policy, rollout: rollout, configuration: configuration,
        pool: LanePool(laneCount: 1)),
      objective: AdvantageObjective(configuration),
      valueNoise: GivenNoise(values: noise, environments: environments))
  }
}

/// The same noise at every step, by the place in the rollout.
private struct GivenNoise: ValueNoise {
  let values: [Float]  // [T·N]
  let environments: Int

  func fill(
    _ noise: Matrix, for batch: MinibatchBuffers, step: Int, streams: inout [RandomStream]
  ) {
    batch.forEachRow { row, time, environment in
      noise[row] = values[time * environments + environment]
    }
  }
}
