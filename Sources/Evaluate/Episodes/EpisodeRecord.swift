/// A whole episode as it goes into a trajectory file.
package struct EpisodeRecord: Sendable, Equatable {
  package let result: EpisodeResult
  package let series: [EpisodeSeries]
  /// What was the same all the time, by name.
  package let facts: [String: [Double]]

  package init(
    result: EpisodeResult, series: [EpisodeSeries], facts: [String: [Double]] = [:]
  ) {
    self.result = result
    self.series = series
    self.facts = facts
  }
}
