import Evaluate
import Foundation
import Lanes
import Models
import Storage
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
    try FixedPointSearch().points(
      of: policy, inputs: [input], starts: starts, pool: LanePool(laneCount: lanes))
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
    #expect(abs(stable.timeConstants[0] + 1 / log(rate)) < 1e-6)
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
    let points = try search.points(
      of: policy, inputs: inputs, starts: starts, pool: LanePool(laneCount: 1))
    var sums = CovarianceSums(width: 2)
    // Named, for the compiler (6.3.1) does not survive a span of the whole expression here.
    let states = starts.flatMap { $0 }.map(Float.init)
    sums.add(states.span)
    let recorded = try RecordedFile { _ in }
    try FixedPointFile(
      checkpoint: "update.h5", trajectories: "traj.h5", search: search, inputs: inputs,
      points: points, principalComponents: PrincipalComponents(sums)
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
    #expect(try file.readAttribute("checkpoint") == "update.h5")
    #expect(try file.shape(of: "principal_components/components") == [2, 2])
  }

  @Test func `a policy without memory is refused`() throws {
    let plain = try Policy(PolicyConfiguration(), observationSize: 2, head: .categorical([2]))
    #expect(throws: AnalysisError.self) {
      try points(of: plain, input: [0, 0], starts: [[0]])
    }
  }
}
