import Environments

/// Why an evaluation could not be made.
public enum EvaluationError: Error, Equatable, CustomStringConvertible {
  /// A setting is impossible.
  case usage(String)
  /// The policy does not fit the environment.
  case unfitting(String)
  /// An environment failed in an episode.
  case environment(episode: Int, EnvironmentFailure)
  /// An episode did not end.
  case endless(episode: Int, steps: Int)

  public var description: String {
    switch self {
    case .usage(let text), .unfitting(let text): text
    case .environment(let episode, let failure):
      """
      \(failure.environmentID), episode \(episode), step \(failure.step): \(failure.problem)
      """
    case .endless(let episode, let steps):
      """
      Episode \(episode) has not ended after \(steps) steps, and the environment has no time limit. \
      Give one: --max-steps, or --env-arg max_episode_steps=N.
      """
    }
  }
}
