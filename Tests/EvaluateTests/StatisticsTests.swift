import Environments
import Evaluate
import Testing

@Suite struct StatisticsTests {
  @Test func `a sample's statistics are those of the textbook`() {
    let statistics = SampleStatistics([2, 4, 4, 4, 5, 5, 7, 9])
    #expect(statistics.mean == 5)
    // The squares of the deviations add up to 32.
    #expect(abs((statistics.standardDeviation ?? 0) - (32.0 / 7).squareRoot()) < 1e-15)
    #expect(abs((statistics.standardError ?? 0) - (4.0 / 7).squareRoot()) < 1e-15)
    #expect(statistics.median == 4.5)
    #expect((statistics.minimum, statistics.maximum) == (2, 9))
    #expect(SampleStatistics([3, 1, 2]).median == 2)
  }

  @Test func `a single value has no deviation`() {
    let statistics = SampleStatistics([3])
    #expect(statistics.standardDeviation == nil)
    #expect(statistics.standardError == nil)
    #expect(statistics.median == 3)
  }

  @Test func `ends are counted by their kind`() {
    func result(_ outcome: Outcome, _ number: Int) -> EpisodeResult {
      EpisodeResult(
        number: number, seed: 1, episodeReturn: Double(number), length: 3, outcome: outcome)
    }
    let statistics = EvaluationStatistics([
      result(.terminated, 0), result(.truncated, 1), result(.truncated, 2),
      result(.truncated, 3),
    ])
    #expect(statistics.episodes == 4)
    #expect(statistics.terminated == 0.25)
    #expect(statistics.truncated == 0.75)
    #expect(statistics.episodeReturn.mean == 1.5)
  }
}
