import Lanes
import Models
import Storage
import Tensors

/// Computes the states of a rollout anew with the parameters as they are now, so that each chunk of a
/// sequence begins where the present policy would have come to, and not where the old one was.
///
/// The states that the rollout begins with, and those that the next one does, stay as they are.
package final class StateRefresher: @unchecked Sendable {
  /// One part of the environments, of its own lane.
  private struct Shard {
    let environments: Range<Int>
    let plan: SequencePlan
    let workspace: PolicyWorkspace
  }

  private let policy: Policy
  private let rollout: RolloutStorage
  private let pool: LanePool
  private let shards: [Shard]
  private var task: LanePool.Task = { _ in }

  package init(_ context: LearningContext) {
    (policy, rollout, pool) = (context.policy, context.rollout, context.pool)
    let (policy, count) = (policy, rollout.environments)
    let shardCount = context.configuration.sharding.rolloutShards(environments: count)
    shards = (0..<shardCount).map { shard in
      let environments = ShardPlan.range(of: shard, in: count, shardCount: shardCount)
      return Shard(
        environments: environments, plan: SequencePlan(rowCount: environments.count),
        workspace: PolicyWorkspace(
          policy: policy, rows: environments.count, sequences: environments.count))
    }
    // Made once because making a closure allocates.
    task = { [unowned self] shard in self.refresh(self.shards[shard]) }
  }

  package func run() { pool.run(shardCount: shards.count, task) }

  private func refresh(_ shard: Shard) {
    for step in 0..<rollout.steps - 1 {
      let rows = rollout.rows(step: step, environments: shard.environments)
      _ = policy.features(
        rollout.observations.rows(rows), plan: shard.plan,
        hiddenStates: rollout.hiddenStates.rows(rows),
        masks: rollout.masks(step: step, environments: shard.environments), in: shard.workspace)
      guard let states = shard.workspace.states else { return }
      let next = rollout.rows(step: step + 1, environments: shard.environments)
      rollout.hiddenStates.rows(next).copy(from: states)
    }
  }
}
