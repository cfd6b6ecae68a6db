import Evaluate
import Tensors
import Testing

@Suite struct PrincipalComponentsTests {
  /// Rows of 6 correlated columns, far from the origin.
  private let rows: [[Float]] = {
    var random = RandomStream(seed: 5, purpose: .initialization)
    return (0..<300).map { _ in
      let hidden = [5.0, 2, 1, 0.3].map { $0 * random.normal() }
      return (0..<6).map { column in
        Float(100 + hidden[column % 4] + 0.5 * hidden[(column + 1) % 4])
      }
    }
  }()

  private func components(_ rows: [[Float]]) throws -> PrincipalComponents {
    var sums = CovarianceSums(width: rows[0].count)
    let values = rows.flatMap { $0 }
    sums.add(values.span)
    return try PrincipalComponents(sums)
  }

  /// Computed in double precision from the same numbers; the tolerances leave thousand roundings.
  @Test func `coordinates are centred and uncorrelated, with the variances told`() throws {
    let found = try components(rows)
    let places = found.project(rows: rows.flatMap { $0 }, on: Array(0..<6))
    #expect(found.variances == found.variances.sorted(by: >))
    for first in 0..<6 {
      #expect(abs(places.reduce(0) { $0 + $1[first] }) < 1e-9)
      for second in 0..<6 {
        let covariance = places.reduce(0) { $0 + $1[first] * $1[second] } / 299
        #expect(abs(covariance - (first == second ? found.variances[first] : 0)) < 1e-9)
      }
    }
  }

  @Test func `components keep distances, so nothing of the variance is lost`() throws {
    let found = try components(rows)
    for (first, second) in zip(rows, rows.dropFirst()) {
      let distance = zip(first, second).reduce(0) { sum, pair in
        sum + (Double(pair.0) - Double(pair.1)) * (Double(pair.0) - Double(pair.1))
      }
      let (left, right) = (
        found.project(first.map(Double.init), on: Array(0..<6)),
        found.project(second.map(Double.init), on: Array(0..<6))
      )
      let projected = zip(left, right).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      #expect(abs(distance - projected) < 1e-9 * distance)
    }
    #expect(abs(found.explainedVariance.reduce(0, +) - 1) < 1e-12)
  }

  @Test func `known axes are found, their largest entry positive`() throws {
    // Along (3, -4) / 5 with variance 8 · 25 / 3, and across with 2 · 25 / 3.
    let found = try components([[6, -8], [-6, 8], [4, 3], [-4, -3]])
    #expect(zip(found[0], [-0.6, 0.8]).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(zip(found[1], [0.8, 0.6]).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(zip(found.variances, [200.0 / 3, 50.0 / 3]).allSatisfy { abs($0 - $1) < 1e-9 })
    #expect(abs(found.explainedVariance[0] - 0.8) < 1e-12)
    #expect(abs(found.effectiveDimension - 25.0 / 17) < 1e-12)
  }

  @Test func `rows may come in pieces`() throws {
    var whole = CovarianceSums(width: 6)
    let values = rows.flatMap { $0 }
    whole.add(values.span)
    var pieces = CovarianceSums(width: 6)
    for row in rows { pieces.add(row.span) }
    #expect(whole.mean == pieces.mean && whole.covariance == pieces.covariance)
    #expect(whole.count == 300)
  }
}
