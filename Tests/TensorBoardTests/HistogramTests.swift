import TensorBoard
import Testing

@Suite struct HistogramTests {
  @Test func `every finite value is counted in its bucket`() throws {
    // Values between the edges, the least and the greatest upon them.
    let values = (0..<500).map { (index: Int) -> Float in
      let place = Float((index * 271) % 500) / 499
      return 3 * place - 0.63
    }
    let histogram = try #require(EventSummary.Histogram(values + [.nan, .infinity, -.infinity]))
    let numbers = values.map { Double($0) }
    #expect(histogram.num == 500)
    #expect(histogram.min == numbers.min() && histogram.max == numbers.max())
    let squares = numbers.map { $0 * $0 }
    #expect(abs(histogram.sum - numbers.reduce(0, +)) < 1e-9)
    #expect(abs(histogram.sumSquares - squares.reduce(0, +)) < 1e-9)
    #expect(histogram.bucketLimit.count == histogram.bucket.count)
    #expect(histogram.bucketLimit.last == histogram.max)
    #expect(histogram.bucketLimit == histogram.bucketLimit.sorted())
    var lower = -Double.infinity
    for (limit, count) in zip(histogram.bucketLimit, histogram.bucket) {
      let inside = numbers.count { $0 > lower && $0 <= limit }
      // A value upon an edge may be rounded to either side of it.
      #expect(abs(Double(inside) - count) <= 1)
      lower = limit
    }
    #expect(histogram.bucket.reduce(0, +) == 500)
  }

  @Test func `equal values fill one bucket, and none no histogram`() throws {
    let histogram = try #require(EventSummary.Histogram([0, 0, 0]))
    #expect(histogram.bucket == [3] && histogram.bucketLimit == [0])
    #expect(EventSummary.Histogram([]) == nil)
    #expect(EventSummary.Histogram([.nan]) == nil)
  }
}
