import Experiments
import Testing

@Suite struct CurveTests {
  @Test func `a curve is smoothed by the mean around each value, over fewer at its ends`() {
    let curve = Curve(x: [0, 1, 2, 3, 4], y: [0, 3, 6, 3, 9])
    #expect(curve.smoothed(width: 1) == curve)
    #expect(curve.smoothed(width: 3).y == [1.5, 3, 4, 6, 6])
    #expect(curve.smoothed(width: 2).y == [1.5, 4.5, 4.5, 6, 9])
    #expect(curve.smoothed(width: 99).y == [4.2, 4.2, 4.2, 4.2, 4.2])
  }

  @Test func `values lie on straight lines between the points, and missing ones are left out`() {
    let curve = Curve(x: [0, 1, 2, 4], y: [.nan, 1, 3, 7])
    #expect(curve.x == [1, 2, 4])
    #expect([0, 1, 1.5, 2, 3, 4, 9].map(curve.value) == [1, 1, 2, 3, 5, 7, 7])
  }

  @Test func `the mean over x weighs by distance, also of a part`() {
    let curve = Curve(x: [0, 1, 3], y: [0, 2, 2])
    // A triangle of 1 and a rectangle of 4, over a length of 3.
    #expect(abs(curve.meanOverX - 5.0 / 3) < 1e-12)
    #expect(curve.cut(from: 0.5, to: 2) == Curve(x: [0.5, 1, 2], y: [1, 2, 2]))
    #expect(curve.cut(from: 3, to: 3).meanOverX == 2)
  }

  /// scipy.stats.trim_mean(values, 0.25), which rliable's interquartile mean is.
  @Test(
    arguments: [
      ([7], 7), ([1, 9, 5], 5), ([4, 1, 100, 2], 3), ([1, 2, 3, 4, 50], 3),
      ([10, 1, 2, 3, 4, 5, 6, 100], 4.5),
    ] as [([Double], Double)])
  func `the interquartile mean leaves out a quarter on either side`(
    values: [Double], expected: Double
  ) {
    #expect(Center.iqm(values) == expected)
  }

  @Test func `an interval holds the middle of the draws and is the same each time`() {
    let values = (0..<50).map { Double($0) }
    func interval() -> Bootstrap.Interval {
      Bootstrap(counts: [50]).interval { draws in Center.mean(draws[0].map { values[$0] }) }
    }
    let found = interval()
    #expect(found == interval())
    // The mean is 24.5 and its standard error, by the deviation of 0...49 with n, 14.43 / √50 = 2.04;
    // 1.96 of that on either side, within a tenth, which 2000 draws give.
    #expect(abs(found.low - (24.5 - 4.0)) < 0.4 && abs(found.high - (24.5 + 4.0)) < 0.4)
  }

  @Test func `groups end with their shortest run, and single runs have no interval`() throws {
    let long = Curve(x: [1, 2, 3, 4], y: [1, 2, 3, 4])
    let short = Curve(x: [1, 2, 3], y: [3, 4, 5])
    let both = try #require(AggregateCurve([long, short], center: .mean))
    #expect(both.x == [1, 2, 3] && both.center == [2, 3, 4])
    #expect(both.shortest == 3 && both.longest == 4 && both.runCount == 2)
    // With two runs the draws are one, the other or both.
    #expect(both.intervals?.map(\.low) == [1, 2, 3] && both.intervals?.map(\.high) == [3, 4, 5])
    #expect(AggregateCurve([long], center: .iqm)?.intervals == nil)
    #expect(AggregateCurve([Curve(x: [], y: [])], center: .mean) == nil)
    let apart = Curve(x: [0, 3], y: [0, 3])
    let mixed = try #require(AggregateCurve([long, apart], center: .mean, pointCount: 3))
    #expect(mixed.x == [1, 2, 3] && mixed.center == [1, 2, 3])
  }

  @Test func `the probability of improvement counts pairs, ties for half`() {
    let comparison = RunComparison([3, 4, 5], [1, 4])
    // 3>1, 4>1, 5>1, 5>4 and half of 4=4, of six pairs.
    #expect(comparison.probabilityOfImprovement == 4.5 / 6)
    let sure = RunComparison([3, 4], [1, 2])
    #expect(sure.probabilityOfImprovement == 1 && sure.probabilityInterval?.low == 1)
    #expect(RunComparison([3], [1]).probabilityInterval == nil)
    #expect(sure.first.mean == 3.5 && sure.first.standardDeviation == 0.5.squareRoot())
  }
}
