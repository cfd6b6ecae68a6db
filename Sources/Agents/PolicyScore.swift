/// How well a policy did in training, where its actions are drawn.
public struct PolicyScore: Sendable, Equatable {
  /// The mean return of the last episodes that ended, at most ``EpisodeWindow/capacity``.
  public let meanReturn: Double
  /// How many they were.
  public let episodes: Int
  /// Updates and steps of all environments that were made by then.
  public let update: Int
  public let steps: Int

  /// Fewer episodes say too little about a policy.
  public static let leastEpisodes = 20
}

extension Trainer {
  /// How well the policy does; nil before ``PolicyScore/leastEpisodes`` episodes have ended.
  package var score: PolicyScore? {
    let count = min(episodes.episodeCount, EpisodeWindow.capacity)
    guard count >= PolicyScore.leastEpisodes, let mean = episodes.meanReturn(ofLast: count) else {
      return nil
    }
    return PolicyScore(meanReturn: mean, episodes: count, update: updateCount, steps: stepCount)
  }
}
