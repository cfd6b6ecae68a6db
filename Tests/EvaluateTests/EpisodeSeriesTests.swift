import Evaluate
import Testing

@Suite struct EpisodeSeriesTests {
  @Test func `rows are counted by their shape`() {
    var series = EpisodeSeries(
      EpisodeSeries.Format(
        "observations", .float32, rowShape: [2, 3], dimensions: ["state", "row", "column"]))
    let rows = [Float](repeating: 1, count: 12)
    series.append(rows.span)
    #expect(series.rowCount == 2)
    #expect(series.bytes.count == 48)
    series.removeAll()
    #expect(series.rowCount == 0)
  }

  @Test func `single numbers are rows`() {
    var series = EpisodeSeries(
      EpisodeSeries.Format("rewards", .float64, rowShape: [], dimensions: ["step"]))
    series.append(2.5)
    series.append(-1.0)
    #expect(series.rowCount == 2)
    #expect(
      series.bytes
        == [2.5, -1.0].flatMap { value in
          (0..<8).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * $0)) }
        })
  }
}
