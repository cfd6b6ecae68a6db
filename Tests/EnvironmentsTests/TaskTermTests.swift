import Environments
import Foundation
import Tensors
import Testing

/// The examples' observations and rewards, computed from the joints' positions and velocities by hand.
@Suite struct TaskTermTests {
  /// An environment, one step at a time.
  private struct Run {
    var world: any Environment
    var random = RandomStream(seed: 3, purpose: .environment)

    init(_ example: String) throws {
      world = try TaskFolder.example(example).makeEnvironment()
      world.reset(using: &random)
    }

    mutating func step(_ action: [Float]) throws -> StepResult {
      try world.step(action.span, using: &random)
    }

    var observation: [Double] {
      var values = [Float](repeating: .nan, count: world.observationSpace.size)
      var span = values.mutableSpan
      world.observe(into: &span)
      return values.map(Double.init)
    }

    func state(_ name: String) -> [Double] {
      var state = EnvironmentState()
      world.save(to: &state)
      return state[name] ?? []
    }
  }

  /// Observations have single precision, and the simulator's sums another order than ours.
  private func isClose(_ first: [Double], _ second: [Double]) -> Bool {
    first.count == second.count
      && zip(first, second).allSatisfy { abs($0 - $1) <= 1e-6 * max(1, abs($0)) }
  }

  @Test func `the cart's task is what its file says`() throws {
    var run = try Run("cart_push")
    var touches = 0
    var outcome = Outcome.running
    var steps = 0
    while outcome == .running {
      let before = run.state("qpos")
      let action: Float = steps % 10 < 7 ? 1 : -0.5
      let result = try run.step([action])
      outcome = result.outcome
      steps += 1

      let positions = run.state("qpos")
      let velocities = run.state("qvel")
      let (cart, ball) = (positions[0] - 0.6, positions[1])
      let seen = run.observation
      let touch = seen[5]
      func clipped(_ velocity: Double) -> Double { min(max(velocity, -20), 20) }
      #expect(
        isClose(
          seen,
          [
            positions[0], positions[1], clipped(velocities[0]), clipped(velocities[1]),
            clipped(velocities[3]), touch, positions[2] + 0.1,
          ]))
      // The bumper feels the ball only while the ball is in the bumper, now and not a moment ago.
      let gap = ball - 0.1 - (cart + 0.1)
      #expect(touch == 0 || gap < 0)
      touches += touch > 0 ? 1 : 0

      let terms = [
        "reward_goal": -abs(1 - ball), "reward_approach": -0.2 * abs(ball - cart),
        "reward_push": 0.1 * (ball - before[1]) / 0.05,
        "reward_effort": -0.01 * Double(action * action),
        "reward_alive": outcome == .running ? 1 : 0,
      ]
      #expect(isClose([result.reward], [terms.values.reduce(0, +)]))
      for (name, values) in run.world.diagnostics {
        #expect(isClose(values, [try #require(terms[name])]), "\(name)")
      }
      let isOver = positions[2] + 0.1 < 0 || !(-0.9...2.1).contains(positions[0])
      #expect(isOver == (outcome == .terminated))
    }
    #expect(touches > 5 && steps > 20)
  }

  @Test func `the arm's task is what its file says`() throws {
    var run = try Run("swing_up")
    #expect(abs(run.state("qpos")[0] - .pi) < 0.5 && run.state("qpos")[0] != .pi)
    for step in 0..<200 {
      let actions: [Float] = [step % 30 < 15 ? 1 : -1, step % 14 < 7 ? -0.5 : 0.75]
      let result = try run.step(actions)

      let positions = run.state("qpos")
      let velocities = run.state("qvel")
      let angles = [positions[0], positions[0] + positions[1]]
      let speeds = [velocities[0], velocities[0] + velocities[1]]
      let tipVelocity = [
        0.5 * (cos(angles[0]) * speeds[0] + cos(angles[1]) * speeds[1]),
        -0.5 * (sin(angles[0]) * speeds[0] + sin(angles[1]) * speeds[1]),
      ]
      #expect(
        isClose(
          run.observation,
          angles.flatMap { [sin($0), cos($0)] } + tipVelocity + velocities))

      let height = 1.2 + 0.5 * cos(angles[0]) + 0.5 * cos(angles[1])
      let effort = actions.reduce(0) { $0 + Double($1 * $1) }
      let terms = [
        height, 0.5 * cos(angles[1]), -0.005 * velocities[0] * velocities[0],
        -0.005 * velocities[1] * velocities[1], -0.01 * effort,
      ]
      #expect(isClose([result.reward], [terms.reduce(0, +)]))
      #expect((abs(velocities[1]) > 60) == (result.outcome == .terminated))
    }
  }

  @Test func `a range that does not terminate takes the bonus for being alive`() throws {
    let folder = try TaskFolder(example: "cart_push")
    try folder.write(
      """
      observations: [qpos: all]
      reward: {alive: {alive: true, weight: 3}, there: {joint_position: cart, weight: 1}}
      termination: {near: {joint_position: cart, range: [-.inf, 0.05], terminate: false}}
      """, "task.yaml")
    let harness = try Harness(
      folder.environment(model: "cart_push.xml", task: "task.yaml"), indices: 0..<1)
    try harness.reset()
    var sawBoth = (inside: false, outside: false)
    for _ in 0..<40 {
      try harness.step([1])
      let position = harness.rows.observations[0, 0]
      let isInside = position <= 0.05
      if isInside { sawBoth.inside = true } else { sawBoth.outside = true }
      #expect(harness.rows.terminated[0] == 0)
      #expect(abs(harness.rows.rewards[0] - position - (isInside ? 3 : 0)) < 1e-6)
    }
    #expect(sawBoth.inside && sawBoth.outside)
  }
}
