/// An episode that is over.
package struct FinishedEpisode: Sendable {
  package let result: EpisodeResult
  /// What was recorded of it, if anything.
  package let record: EpisodeRecord?
  /// Whether an observer wants no further ones.
  let isLast: Bool
  /// What it looked like, if it was watched.
  package let frames: [VideoFrame]
}
