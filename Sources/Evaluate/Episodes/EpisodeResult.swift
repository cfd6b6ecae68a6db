import Environments

/// How one episode of an evaluation went.
public struct EpisodeResult: Sendable, Hashable {
  /// Which of the evaluation's episodes it is, counted from 0. With the seed it decides everything that
  /// is random in the episode.
  public let number: Int
  /// The seed of the evaluation.
  public let seed: UInt64
  /// The sum of the environment's own rewards, neither scaled nor discounted.
  public let episodeReturn: Double
  /// The number of steps, T.
  public let length: Int
  /// Terminated or truncated.
  public let outcome: Outcome

  public init(
    number: Int, seed: UInt64, episodeReturn: Double, length: Int, outcome: Outcome
  ) {
    self.number = number
    self.seed = seed
    self.episodeReturn = episodeReturn
    self.length = length
    self.outcome = outcome
  }
}
