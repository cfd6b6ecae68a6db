import Agents
import Environments
import Models
import Spaces
import Storage
import Tensors

/// Samples whose outputs are given, without a network below them, and the derivatives of PPO's loss there.
final class GivenOutputs {
  let objective: ClippedObjective
  let rollout: RolloutStorage
  let batch: MinibatchBuffers
  /// What the policy says of the samples, [n, 1] each; to be filled before the loss is differentiated.
  let values, logProbabilities, entropies: Matrix
  private let schedule: MinibatchSchedule
  private let gradient: GradientWorkspace
  private let arena: Arena

  init(_ configuration: TrainingConfiguration, count: Int) throws {
    objective = ClippedObjective(configuration)
    let policy = try Policy(configuration.policy, observation: .vector(1), head: .categorical([2]))
    rollout = RolloutStorage(
      steps: 1, environments: count, observation: .vector(1), hiddenStateSize: 0, actionSize: 1)
    schedule = MinibatchSchedule(
      steps: 1, environments: count, sequenceLength: 1, minibatchCount: 1, shardCount: 1)
    batch = MinibatchBuffers(schedule: schedule, rollout: rollout)
    let (arena, buffers) = Arena.carve { carver in
      (
        carver.matrix(rows: count, columns: 1), carver.matrix(rows: count, columns: 1),
        carver.matrix(rows: count, columns: 1), carver.matrix(rows: 1, columns: policy.layout.count)
      )
    }
    self.arena = arena
    let parameters: Matrix
    (values, logProbabilities, entropies, parameters) = buffers
    gradient = GradientWorkspace(
      policy: policy, rows: count, sequences: count, parameters: parameters)
  }

  /// Settings without a task, of a loss's terms.
  static func configuration(
    _ change: (inout TrainingConfiguration) throws -> Void
  ) rethrows -> TrainingConfiguration {
    var configuration = TrainingConfiguration(
      environment: EnvironmentConfiguration(id: "the reference"))
    configuration.learning.valueLossCoefficient = 1
    try change(&configuration)
    return configuration
  }

  var count: Int { values.rows }
  /// dL/d(log-probability) and dL/d(value) of each sample.
  var logProbabilityGradients: Matrix { gradient.logProbabilities }
  var valueGradients: Matrix { gradient.values }

  /// Differentiates the loss.
  ///
  /// - Parameter advantageEpsilon: nil leaves advantages as they are.
  /// - Returns: the sums over the samples, and what advantages were standardised by.
  func differentiate(
    advantageEpsilon: Double? = nil
  ) -> (sums: LossSums, standardization: Standardization?) {
    schedule.gather(minibatch: 0, shard: 0, from: rollout, into: batch)
    let standardization = advantageEpsilon.map {
      schedule.standardization(of: rollout.advantages, minibatch: 0, epsilon: $0)
    }
    standardization?.apply(to: batch.advantages)
    let critic = objective.differentiateCritic(
      batch, values: values, sampleCount: count, into: gradient)
    var sums = objective.differentiateActor(
      batch, values: values, logProbabilities: logProbabilities, entropies: entropies,
      sampleCount: count, into: gradient)
    sums[.valueLoss] = critic[.valueLoss]
    return (sums, standardization)
  }
}
