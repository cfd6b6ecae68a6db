import Foundation
import Models
import Storage
import Tensors

/// A rollout of random numbers for a policy, with episodes that begin in the middle of it.
func makeRollout(
  for policy: Policy, steps: Int, environments: Int, seed: UInt64 = 11
) -> RolloutStorage {
  var random = RandomStream(seed: seed, purpose: .environment)
  let rollout = RolloutStorage(
    steps: steps, environments: environments, observation: policy.observation,
    hiddenStateSize: policy.hiddenStateSize, actionSize: policy.actionSize)
  func fill(_ matrix: Matrix, _ value: () -> Double) {
    for index in 0..<matrix.count { matrix[index] = Float(value()) }
  }
  fill(rollout.observations.numbers) { random.normal() }
  let images = rollout.observations.images
  for row in 0..<images.rows {
    for column in 0..<images.columns { images[row, column] = UInt8(random.integer(below: 256)) }
  }
  fill(rollout.hiddenStates) { random.uniform(-0.8, 0.8) }
  fill(rollout.masks) { random.uniform() < 0.25 ? 0 : 1 }
  for row in 0..<rollout.sampleCount {
    let (sizes, columns) = (policy.headConfiguration.sizes, 0..<policy.actionSize)
    switch policy.headConfiguration.distribution {
    case "categorical":
      for column in columns {
        rollout.actions[row, column] = Float(random.integer(below: sizes[column]))
      }
    case "bernoulli":
      for column in columns { rollout.actions[row, column] = Float(random.integer(below: 2)) }
    default:
      for column in columns { rollout.actions[row, column] = Float(random.normal()) }
    }
  }
  // What a random loss weighs log-probabilities and values with.
  fill(rollout.advantages) { random.uniform(-1, 1) }
  fill(rollout.returns) { random.uniform(-1, 1) }
  return rollout
}

/// A policy whose parameters are all far enough from zero to matter.
func makePolicy(
  _ head: HeadConfiguration, recurrent: Bool = false, layers: Int = 1, shared: Int = 0,
  activation: Activation = .tanh, observationSize: Int = 5, hiddenSize: Int = 6
) throws -> Policy {
  var configuration = PolicyConfiguration()
  configuration.isRecurrent = recurrent
  configuration.hiddenSize = hiddenSize
  configuration.layerCount = layers
  configuration.sharedLayerCount = shared
  configuration.activation = activation
  let policy = try Policy(configuration, observationSize: observationSize, head: head)
  var random = RandomStream(seed: 12, purpose: .initialization)
  for slot in policy.layout.slots {
    let parameter = policy.parameter(slot)
    let deviation = slot.isVector ? 0.3 : 0.8 / Double(slot.rows).squareRoot()
    for index in 0..<parameter.count { parameter[index] = Float(deviation * random.normal()) }
  }
  return policy
}
