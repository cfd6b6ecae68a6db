/// An episode that is over.
public struct FinishedEpisode: Sendable {
  public let result: EpisodeResult
  /// What was recorded of it, if anything.
  package let record: EpisodeRecord?
  /// Whether an observer wants no further ones.
  let isLast: Bool
  /// What it looked like, if it was watched.
  public let frames: [VideoFrame]
}
