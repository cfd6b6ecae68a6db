/// Watches an episode from inside: what the policy saw, felt and did, step by step.
///
/// An observer is made for each episode, so that it can keep what it needs without sharing it with
/// episodes that run at the same time on other threads. It may add numbers to the trajectory file and
/// end the episode.
///
///     struct Effort: EpisodeObserver {
///       var total = 0.0
///       mutating func stepEnded(_ moment: EpisodeMoment) {
///         total += moment.action.reduce(0) { $0 + Double($1 * $1) }
///         moment.record("effort", [total])
///       }
///     }
///     let evaluator = try Evaluator(policy, configuration) { _ in Effort() }
///
/// Every method does nothing unless it is written.
public protocol EpisodeObserver {
  /// The environment has been reset; nothing has been decided yet.
  mutating func episodeBegan(_ moment: EpisodeMoment)
  /// The policy has seen an observation and chosen an action, which has not been taken yet.
  mutating func stepWillBegin(_ moment: EpisodeMoment)
  /// The action has been taken: reward and outcome are known. Observation, hidden state and activations
  /// are those that led to it.
  mutating func stepEnded(_ moment: EpisodeMoment)
  /// The policy has seen the last observation, which it does not act upon.
  mutating func episodeEnded(_ moment: EpisodeMoment)
}

extension EpisodeObserver {
  public mutating func episodeBegan(_ moment: EpisodeMoment) {}
  public mutating func stepWillBegin(_ moment: EpisodeMoment) {}
  public mutating func stepEnded(_ moment: EpisodeMoment) {}
  public mutating func episodeEnded(_ moment: EpisodeMoment) {}
}
