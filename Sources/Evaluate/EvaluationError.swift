import Environments
import Settings

/// Why an evaluation could not be made.
public enum EvaluationError: SettingNamingError, Equatable {
  /// A setting is impossible.
  case usage(SettingMessage)
  /// The policy does not fit the environment.
  case unfitting(String)
  /// An environment failed in an episode.
  case environment(episode: Int, EnvironmentFailure)
  /// An episode did not end.
  case endless(episode: Int, steps: Int)
  /// What is recorded or filmed of an episode became too much for the memory.
  case tooMuch(episode: Int, steps: Int, bytes: Int, hasEnd: Bool)

  public var message: SettingMessage {
    switch self {
    case .usage(let message): message
    case .unfitting(let text): SettingMessage(text)
    case .environment(let episode, let failure):
      """
      \(failure.environmentID), episode \(episode), step \(failure.step): \(failure.problem)
      """
    case .endless(let episode, let steps):
      """
      Episode \(episode) has not ended after \(steps) steps, and the environment has no time limit. \
      Give one: \(setting: "maximumSteps"), or \
      \(setting: "environment.arguments", "max_episode_steps=N").
      """
    case .tooMuch(let episode, let steps, let bytes, let hasEnd):
      """
      Episode \(episode) has not ended after \(steps) steps, and what is recorded or filmed of it takes \
      \(bytes >> 20) MB of memory\(hasEnd ? "" : "; the environment has no time limit"). Give \
      \(hasEnd ? "a lower one" : "one"): \(setting: "maximumSteps"), or \
      \(setting: "environment.arguments", "max_episode_steps=N"); or record less.
      """
    }
  }
}
