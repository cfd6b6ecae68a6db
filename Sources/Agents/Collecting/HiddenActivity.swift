import Models
import Tensors

/// What the hidden layers of a policy put out while it is trained.
package final class HiddenActivity {
  private let trainer: Trainer
  private let workspace: PolicyWorkspace
  private let arena: Arena
  private let kept: KeptSteps
  /// The samples at the end of the rollout that are looked at: enough to see how a unit's values are
  /// distributed, and few enough to take no time.
  private let sampleCount: Int

  package init(of trainer: Trainer) {
    self.trainer = trainer
    sampleCount = min(64, trainer.rollout.sampleCount)
    let (policy, rows) = (trainer.policy, sampleCount)
    workspace = PolicyWorkspace(policy: policy, rows: rows, sequences: 0)
    (arena, kept) = Arena.carve { KeptSteps(of: policy, rows: rows, in: &$0) }
  }

  /// The outputs of each layer for the last samples of the rollout, by the names of layers in trajectory
  /// files. The states of a cell, `hidden_states`, are what they were in the rollout; the dense layers get them
  /// anew.
  package func measure() -> [(name: String, values: [Float])] {
    let (rollout, policy) = (trainer.rollout, trainer.policy)
    let samples = rollout.sampleCount - sampleCount..<rollout.sampleCount
    var activity = [(name: String, values: [Float])]()
    // The state after a step is kept as the one that enters the next.
    let next =
      samples.lowerBound + rollout.environments..<samples.upperBound + rollout.environments
    kept.copy(
      observations: rollout.observations.rows(samples), states: rollout.hiddenStates.rows(next))
    if policy.configuration.isRecurrent { activity.append(("hidden_states", kept.states.values)) }
    let features = policy.features(recalling: kept, in: workspace)
    _ = policy.actionParameters(features, in: workspace)
    _ = policy.values(features, in: workspace)
    return activity + workspace.outputs.map { ($0.name, $0.output.values) }
  }
}
