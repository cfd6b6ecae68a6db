import Evaluate
import Testing

@Suite struct BinTests {
  @Test func `a grid covers all places with square bins`() throws {
    let places: [SIMD2<Double>] = [[-2, 1], [8, 1.5], [3, 6]]
    let grid = try #require(SpatialGrid(around: places, bins: 20))
    #expect(grid.columns == 20 && grid.rows == 10)
    #expect(grid.x == -2...8 && grid.y == 1...6)
    #expect(grid.binSize == [0.5, 0.5])
    for bin in 0..<grid.binCount { #expect(grid.bin(of: grid.center(of: bin)) == bin) }
    #expect(grid.bin(of: [-2, 1]) == 0)
    #expect(grid.bin(of: [8, 6]) == 199)
  }

  @Test func `a single place and a line have bins too`() throws {
    let point = try #require(SpatialGrid(around: [[4, 4], [4, 4]], bins: 5))
    #expect(point.binCount == 1 && point.bin(of: [4, 4]) == 0)
    let line = try #require(SpatialGrid(around: [[0, 2], [10, 2]], bins: 5))
    #expect(line.columns == 5 && line.rows == 1)
    #expect(line.bin(of: [10, 2]) == 4)
    #expect(SpatialGrid(around: [], bins: 5) == nil)
  }

  @Test func `headings go around the circle`() {
    let circle = HeadingBins(count: 8)
    for bin in 0..<8 {
      let center = circle.center(of: bin)
      for turns in [-2.0, 0, 3] { #expect(circle.bin(of: center + 2 * .pi * turns) == bin) }
    }
    #expect(circle.bin(of: 0) == 0)
    #expect(circle.bin(of: -1e-18) == 7)
  }
}
