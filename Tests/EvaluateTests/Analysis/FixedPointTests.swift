import Evaluate
import Foundation
import HDF5
import Lanes
import Models
import Tensors
import Testing

@Suite struct FixedPointTests {
  /// States in the cube from -1 to 1.
  private func starts(_ count: Int, units: Int = 3) -> [[Double]] {
    var random = RandomStream(seed: 4, purpose: .environment)
    return (0..<count).map { _ in (0..<units).map { _ in random.uniform(-1, 1) } }
  }

  private func points(
    of policy: Policy, input: [Double], starts: [[Double]], lanes: Int = 2
  ) throws -> [FixedPoint] {
    try outcome(of: policy, input: input, starts: starts, lanes: lanes).points
  }

  private func outcome(
    of policy: Policy, input: [Double], starts: [[Double]], lanes: Int = 2
  ) throws -> FixedPointSearch.Outcome {
    try FixedPointSearch().run(
      policy, inputs: [input], starts: starts, pool: LanePool(laneCount: lanes))
  }

  @Test func `three bits have eight stable points and nineteen unstable ones between`() throws {
    let policy = try FlipFlopNetwork.make(units: 3)
    let points = try points(of: policy, input: [0, 0, 0], starts: starts(400))
    #expect(points.allSatisfy { $0.isFixed })
    #expect(points.reduce(0) { $0 + $1.startCount } == 400)
    for unstable in 0...3 {
      let expected = [8, 12, 6, 1][unstable]
      #expect(points.count { $0.unstableCount == unstable } == expected)
    }
    let signs = Set(points.filter(\.isStable).map { $0.state.map { $0 > 0 } })
    #expect(signs.count == 8)
    for point in points {
      for (unit, value) in point.state.enumerated() {
        let known = abs(value) < 0.5 ? 0 : FlipFlopNetwork.end * (value > 0 ? 1 : -1)
        #expect(abs(value - known) < 1e-9)
        // Units do not hear one another, so that each has an eigenvalue of its own.
        let slope = 0.5 + (1 - tanh(2 * known) * tanh(2 * known))
        #expect(point.eigenvalues.contains { abs($0.real - slope) < 1e-8 && $0.imaginary == 0 })
        #expect(abs(point.jacobian[unit * 3 + unit] - slope) < 1e-8)
      }
    }
    let stable = try #require(points.first)
    let rate = 0.5 + (1 - FlipFlopNetwork.end * FlipFlopNetwork.end)
    #expect(stable.isStable && abs(stable.spectralRadius - rate) < 1e-8)
    #expect(abs(try #require(stable.timeConstants[0]) + 1 / log(rate)) < 1e-6)
  }

  @Test func `a held pulse leaves the memories in which its bit is set`() throws {
    let policy = try FlipFlopNetwork.make(units: 3)
    let points = try points(of: policy, input: [1, 0, 0], starts: starts(300))
    let stable = points.filter(\.isStable)
    #expect(stable.count == 4)
    #expect(stable.allSatisfy { $0.state[0] > 0.99 })
  }

  /// With a bias b the unit follows h' = (tanh(2 h + b) + h) / 2. Two of its fixed points meet where
  /// the slope of the hyperbolic tangent is 1/2: h = -√½, b = √2 - artanh √½ = 0.5328. A little above,
  /// a slow point is left of them.
  @Test func `a slow point is left where two fixed points have met`() throws {
    let policy = try FlipFlopNetwork.make(units: 1, candidateBias: 0.54)
    let points = try points(of: policy, input: [0], starts: starts(40, units: 1))
    #expect(points.map(\.isFixed) == [true, false])
    #expect(points[0].state[0] > 0.9 && points[0].isStable)
    #expect(abs(points[1].state[0] + 0.5.squareRoot()) < 0.02)
    #expect(points[1].speed > 1e-8 && points[1].speed < 1e-5)
  }

  @Test func `the number of lanes changes nothing`() throws {
    let policy = try FlipFlopNetwork.make(units: 3)
    let one = try points(of: policy, input: [0.1, 0, -0.2], starts: starts(50), lanes: 1)
    for lanes in [2, 3] {
      let more = try points(of: policy, input: [0.1, 0, -0.2], starts: starts(50), lanes: lanes)
      #expect(one == more)
    }
  }

  @Test func `points of several inputs are kept apart, and written to a file`() throws {
    let policy = try FlipFlopNetwork.make(units: 2)
    let inputs = [[0.0, 0], [1, 1]]
    let search = FixedPointSearch()
    let starts = starts(60, units: 2)
    let outcome = try search.run(
      policy, inputs: inputs, starts: starts, pool: LanePool(laneCount: 1))
    let points = outcome.points
    var sums = CovarianceSums(width: 2)
    // Named, for the compiler (6.3.1) does not survive a span of the whole expression here.
    let states = starts.flatMap { $0 }.map(Float.init)
    sums.add(states.span)
    let recorded = try RecordedFile { _ in }
    try FixedPointFile(
      checkpoint: "update.h5", trajectories: "traj.h5", search: search, inputs: inputs,
      outcome: outcome, principalComponents: PrincipalComponents(sums)
    ).write(to: recorded.url)
    let file = try HDF5File(reading: recorded.url)
    let count = points.count
    #expect(points.count { $0.inputIndex == 1 } == 1)
    #expect(try file.read("inputs", shape: [2, 2]) == [0.0, 0, 1, 1])
    #expect(try file.read("input_index", shape: [count]) == points.map(\.inputIndex))
    #expect(try file.read("states", shape: [count, 2]) == points.flatMap(\.state))
    #expect(try file.read("jacobians", shape: [count, 2, 2]) == points.flatMap(\.jacobian))
    #expect(
      try file.read("eigenvalues", shape: [count, 2, 2])
        == points.flatMap { $0.eigenvalues.flatMap { [$0.real, $0.imaginary] } })
    #expect(try file.read("is_stable", shape: [count]) == points.map { UInt8($0.isStable ? 1 : 0) })
    #expect(
      try file.read("is_marginal", shape: [count])
        == points.map { UInt8($0.kind == .marginal ? 1 : 0) })
    #expect(try file.read("marginal_counts", shape: [count]) == points.map(\.marginalCount))
    let times: [Double] = try file.read("time_constants", shape: [count, 2])
    for (written, known) in zip(times, points.flatMap(\.timeConstants)) {
      #expect(known == nil ? written.isNaN : written == known)
    }
    #expect(try file.readAttribute("search_count") == 120)
    #expect(try file.readAttribute("dropped_at_edge") == outcome.edgeCount)
    #expect(try file.readAttribute("dropped_as_fast") == outcome.fastCount)
    #expect(try file.readAttribute("reachable") == [-1.0, 1])
    #expect(try file.readAttribute("checkpoint") == "update.h5")
    #expect(try file.shape(of: "principal_components/components") == [2, 2])
  }

  @Test func `a policy without memory is refused`() throws {
    let plain = try Policy(PolicyConfiguration(), observationSize: 2, head: .categorical([2]))
    #expect(throws: AnalysisError.self) {
      try points(of: plain, input: [0, 0], starts: [[0]])
    }
  }

  /// A unit whose candidate is always 0.9 and whose update gate closes above 0.95, so that it stands
  /// still at 0.9 and, as far as numbers can say, anywhere above 1.4. A start at 0.99 lies on the slope
  /// that falls to the latter, which no state can reach.
  @Test func `what lies outside the states that can be reached is dropped, and counted`() throws {
    let policy = try GRUByHand.make(
      candidateBias: atanh(0.9), updateBias: -95, updateRecurrence: 100)
    let found = try outcome(of: policy, input: [0], starts: [[0.5], [0.99], [0.992]])
    #expect(found.reachable == -1...1)
    #expect(found.searchCount == 3 && found.edgeCount == 2 && found.fastCount == 0)
    #expect(found.points.count == 1)
    #expect(abs(found.points[0].state[0] - Double(Float(0.9))) < 1e-6)
    #expect(found.points[0].kind == .stable && found.points[0].startCount == 1)
  }

  @Test func `starts outside are moved to the edge first`() throws {
    let policy = try FlipFlopNetwork.make(units: 1)
    let points = try points(of: policy, input: [0], starts: [[70], [-3]])
    #expect(points.map(\.isStable) == [true, true])
    #expect(points.allSatisfy { abs(abs($0.state[0]) - FlipFlopNetwork.end) < 1e-9 })
  }

  /// h' = (1 - z) n + z h with fixed z and n has the eigenvalue z.
  @Test(arguments: [
    (0.999_99, FixedPoint.Kind.marginal), (0.999_95, .marginal), (0.99, .stable),
  ])
  func `a point is marginal where an eigenvalue is 1 within the margin`(
    update: Double, kind: FixedPoint.Kind
  ) throws {
    let policy = try GRUByHand.make(
      candidateBias: 0.3, updateBias: log(update / (1 - update)), updateRecurrence: 0)
    let points = try points(of: policy, input: [0], starts: [[0.2]])
    #expect(points.map(\.kind) == [kind])
    #expect(abs(points[0].spectralRadius - update) < 1e-6)
    #expect(points[0].unstableCount == 0)
    #expect(points[0].marginalCount == (kind == .marginal ? 1 : 0))
    if kind == .marginal {
      #expect(points[0].timeConstants == [nil])
    } else {
      #expect(abs(try #require(points[0].timeConstants[0]) + 1 / log(update)) < 1e-3)
    }
  }

  /// Words, numbers and eigenvalues of points of networks drawn at random, against matrices of central
  /// differences (of width 2e-5 in double precision, with an error of order 1e-10) and the definition of
  /// an eigenvalue: the determinant of J - l vanishes. That of a 3 by 3 matrix with entries of about 1
  /// does so to within 1e-7 where J and l are right to within 1e-8.
  @Test func `a row's words and numbers agree with matrices of finite differences`() throws {
    var (unstable, seen) = (0, 0)
    for seed in 0..<12 {
      let policy = try GRUByHand.random(units: 3, scale: 2.5, seed: UInt64(seed))
      let found = try outcome(of: policy, input: [0.3], starts: starts(30))
      let map = try #require(HeldGRU(policy, input: [0.3]))
      for point in found.points {
        seen += 1
        #expect(point.state.allSatisfy { (-1...1).contains($0) })
        let matrix = differences(of: map, at: point.state)
        #expect(zip(matrix, point.jacobian).allSatisfy { abs($0 - $1) < 1e-8 })
        for value in point.eigenvalues { #expect(determinant(matrix, minus: value) < 1e-7) }
        let trace = matrix[0] + matrix[4] + matrix[8]
        #expect(abs(point.eigenvalues.reduce(0) { $0 + $1.real } - trace) < 1e-7)
        let outside = point.eigenvalues.count { $0.magnitude > 1 + FixedPoint.margin }
        #expect(point.unstableCount == outside)
        guard point.isFixed else { continue }
        #expect((point.kind == .unstable) == (outside > 0))
        unstable += outside > 0 ? 1 : 0
        for (value, time) in zip(point.eigenvalues, point.timeConstants) {
          #expect((time == nil) == (value.magnitude >= 1 - FixedPoint.margin))
          #expect(time ?? 1 > 0)
        }
      }
    }
    // The seeds are such that there is something to see.
    #expect(seen > 15 && unstable > 3)
  }

  /// dF_j/dh_i in row j and column i.
  private func differences(of map: HeldGRU, at state: [Double]) -> [Double] {
    let size = map.size
    var (above, below) = (HeldGRU.Step(size: size), HeldGRU.Step(size: size))
    var matrix = [Double](repeating: 0, count: size * size)
    for i in 0..<size {
      var (high, low) = (state, state)
      high[i] += 1e-5
      low[i] -= 1e-5
      map.evaluate(at: high, into: &above)
      map.evaluate(at: low, into: &below)
      for j in 0..<size {
        matrix[j * size + i] =
          (above.displacement[j] - below.displacement[j]) / 2e-5 + (i == j ? 1 : 0)
      }
    }
    return matrix
  }

  /// The magnitude of the determinant of a 3 by 3 matrix less a number times the unit matrix.
  private func determinant(_ matrix: [Double], minus value: Eigenvalue) -> Double {
    typealias Complex = (re: Double, im: Double)
    func times(_ a: Complex, _ b: Complex) -> Complex {
      (a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re)
    }
    func entry(_ row: Int, _ column: Int) -> Complex {
      let isDiagonal = row == column
      return (
        matrix[3 * row + column] - (isDiagonal ? value.real : 0), isDiagonal ? -value.imaginary : 0
      )
    }
    var sum: Complex = (0, 0)
    for (a, b, c, sign) in [
      (0, 1, 2, 1.0), (1, 2, 0, 1), (2, 0, 1, 1), (2, 1, 0, -1), (1, 0, 2, -1), (0, 2, 1, -1),
    ] {
      let product = times(times(entry(0, a), entry(1, b)), entry(2, c))
      sum = (sum.re + sign * product.re, sum.im + sign * product.im)
    }
    return (sum.re * sum.re + sum.im * sum.im).squareRoot()
  }
}
