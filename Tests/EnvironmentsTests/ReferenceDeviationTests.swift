import ReferenceChecks
import Testing

@Suite struct ReferenceDeviationTests {
  private let tolerance = ReferenceTolerance(absolute: 0.5, relative: 0.25)

  private func compare(_ values: [Double], _ references: [Double]) -> ReferenceDeviation {
    var deviations = ReferenceDeviations()
    deviations.compare(values, with: references[...], dataset: "x", tolerance: tolerance)
    return deviations.all[0]
  }

  @Test func `a deviation is measured against what is allowed where it occurs`() {
    let deviation = compare([1, 2, 13], [1, 2.5, 10])
    #expect(deviation.count == 3 && deviation.differingCount == 2)
    #expect(deviation.largest == 3)
    // 3 of 0.5 + 0.25 * 10; 0.5 of 1.125 is less.
    #expect(deviation.largestShare == 1 && deviation.isWithinTolerance)
    #expect(!compare([13.1], [10]).isWithinTolerance)
  }

  @Test func `a missing or a surplus value never passes`() {
    #expect(!compare([1], [1, 2]).isWithinTolerance)
    #expect(!compare([1, 2], [1]).isWithinTolerance)
  }

  @Test func `a number never equals NaN, but zeros of both signs are equal`() {
    #expect(!compare([.nan], [1]).isWithinTolerance)
    #expect(!compare([1], [.nan]).isWithinTolerance)
    #expect(compare([.nan, -0.0], [.nan, 0]).differingCount == 0)
  }
}
