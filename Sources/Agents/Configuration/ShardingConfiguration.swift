import Settings

/// Into how many parts rollouts and minibatches are cut. Threads share the parts among them, so their
/// number bounds the threads that can be busy; the numbers of a run depend on it, but never on the
/// number of threads.
public struct ShardingConfiguration: Codable, Hashable, Sendable {
  /// Parts of a rollout, or nil for a choice by its size.
  public var rolloutShards: Int?
  /// Parts of a minibatch's samples, or nil for a choice by their number. Where the passes of
  /// actor and critic are separate, threads share twice as many pieces of work.
  public var updateShards: Int?

  public init() {}

  /// As many shards as leave at least four environments to each, at most eight: the products of fewer
  /// rows cost nearly as much as those of four.
  func rolloutShards(environments: Int) -> Int {
    min(rolloutShards ?? min(max(environments / 4, min(environments, 2)), 8), environments)
  }

  /// As many parts as leave at least 32 rows to each, at most four; sequences stay whole. Where a part
  /// has several `groups` of heads, there are as many fewer, so that the number of shards stays the same.
  func updateShards(sequences: Int, sequenceLength: Int, groups: Int) -> Int {
    let rows = sequences * sequenceLength
    return min(updateShards ?? min(max(rows / (32 * groups), 1), 4 / groups), sequences)
  }
}

extension ShardingConfiguration: Configurable {
  public static let settings: [Setting<Self>] = [
    Setting(
      "rolloutShards", \Self.rolloutShards,
      "Parts that a rollout is cut into for the threads; results depend on it.", in: 1...,
      absence: "by size"),
    Setting(
      "updateShards", \Self.updateShards,
      "Parts that a minibatch is cut into for the threads; results depend on it.", in: 1...,
      absence: "by size"),
  ]
}
