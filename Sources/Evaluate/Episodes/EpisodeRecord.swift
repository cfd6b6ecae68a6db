/// A whole episode as it goes into a trajectory file.
package struct EpisodeRecord: Sendable, Equatable {
  package let result: EpisodeResult
  package let series: [EpisodeSeries]

  package init(result: EpisodeResult, series: [EpisodeSeries]) {
    self.result = result
    self.series = series
  }
}
