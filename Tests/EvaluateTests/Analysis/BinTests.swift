import Evaluate
import Foundation
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

  @Test func `an area that is given has the same bins whatever was visited`() {
    let grid = SpatialGrid(x: 0...300, y: 0...150, bins: 20)
    #expect(grid.columns == 20 && grid.rows == 10 && grid.binSize == [15, 15])
    #expect(grid.bin(of: [0, 0]) == 0 && grid.bin(of: [300, 150]) == 199)
    #expect(grid.bin(of: [14.999, 15.001]) == 20)
    #expect(grid.contains([300, 0]) && !grid.contains([300.1, 0]) && !grid.contains([3, -0.1]))
  }

  @Test func `places that numbers cannot cut into bins still have one`() throws {
    #expect(SpatialGrid(around: [[-1e308, 0], [1e308, 0]], bins: 20) == nil)
    for places: [SIMD2<Double>] in [
      [[0, 0], [.leastNonzeroMagnitude, 0]], [[1e17, 5], [1e17, 5]],
      [[1e17, 0], [1e17.nextUp, 0]],
    ] {
      let grid = try #require(SpatialGrid(around: places, bins: 20))
      for place in places { #expect((0..<grid.binCount).contains(grid.bin(of: place))) }
    }
  }

  /// Of rates 1 + a cos(θ - m), the mean resultant vector is a/2 long and points to m, for any number of
  /// bins from 3: the sums of cosines and their squares over the circle.
  @Test func `the mean resultant vector is that of a cosine`() throws {
    for (count, depth, preferred) in [(24, 0.6, 1.0), (8, 1.0, 4.5), (3, 0.3, 6.0)] {
      let circle = HeadingBins(count: count)
      let rates = (0..<count).map { 1 + depth * cos(circle.center(of: $0) - preferred) }
      let resultant = try #require(circle.resultant(of: rates))
      #expect(abs(resultant.length - depth / 2) < 1e-12)
      #expect(abs(resultant.heading - preferred) < 1e-12)
    }
    let circle = HeadingBins(count: 4)
    let single = try #require(circle.resultant(of: [nil, 0, 0, 2]))
    #expect(abs(single.length - 1) < 1e-12 && abs(single.heading - 1.75 * .pi) < 1e-12)
    #expect(circle.resultant(of: [0, nil, 0, -1]) == nil)
  }
}
