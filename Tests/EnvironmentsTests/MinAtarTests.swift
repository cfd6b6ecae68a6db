import Environments
import Tensors
import Testing

@Suite struct MinAtarTests {
  private static let ids = ["MinAtarBreakout-v1", "MinAtarAsterix-v1"]

  private func environment(
    _ id: String, _ arguments: [String: String] = [:]
  ) throws -> any Environment {
    try EnvironmentRegistry.standard.find(id).environment.configured(arguments).makeEnvironment()
  }

  @Test func `a game is four channels of ten by ten symbols`() throws {
    for id in Self.ids {
      let world = try environment(id)
      #expect(
        world.observationSpace.layout.fields
          == [.init("grid", shape: [4, 10, 10], element: .uint8, isSymbolic: true)])
    }
  }

  @Test func `the moves are those that do something, or all six`() throws {
    let breakout = try environment(Self.ids[0])
    #expect(breakout.actionLabels.map(\.name) == ["stay", "left", "right"])
    let asterix = try environment(Self.ids[1])
    #expect(asterix.actionLabels.map(\.name) == ["stay", "left", "up", "right", "down"])
    for id in Self.ids {
      let all = try environment(id, ["minimal_actions": "false"])
      #expect(all.actionSpace == .discrete(6))
      #expect(
        all.actionLabels.map(\.name) == ["stay", "left", "up", "right", "down", "fire"])
    }
  }

  @Test func `the last move is made once more as often as is asked`() throws {
    let (steps, probability) = (4000, 0.25)
    var world = try environment(
      "MinAtarAsterix-v1", ["sticky_action_probability": "\(probability)"])
    var random = RandomStream(seed: 3, purpose: .environment)
    world.reset(using: &random)
    var repeats = 0
    for step in 0..<steps {
      // Up is move 2, down is move 4: what was not chosen was repeated.
      let action: Float = step % 2 == 0 ? 2 : 4
      let before = world.lastMove
      if try world.step([action].span, using: &random).outcome != .running {
        world.reset(using: &random)
        continue
      }
      if before != Double(action), world.lastMove == before { repeats += 1 }
      if before == Double(action) { #expect(world.lastMove == Double(action)) }
    }
    // Where the choice equals the last move a repetition cannot be told: after one, it does.
    // In the long run the share of steps with another choice is 1 / (1 + p).
    let expected = Double(steps) * probability / (1 + probability)
    #expect(abs(Double(repeats) - expected) < 0.1 * expected)
  }

  @Test func `an Asterix without ramping keeps its pace`() throws {
    for (ramping, level) in [("true", 4.0), ("false", 0.0)] {
      var world = try environment("MinAtarAsterix-v1", ["difficulty_ramping": ramping])
      var random = RandomStream(seed: 5, purpose: .environment)
      world.reset(using: &random)
      for _ in 0..<4 * 102 {
        _ = try world.step([0].span, using: &random)
        // Nobody is there to meet.
        var state = EnvironmentState()
        world.save(to: &state)
        state["visitor_is_there"] = [Double](repeating: 0, count: 8)
        try world.restore(from: state)
      }
      #expect(world.namedDiagnostics.first { $0.name == "level" }?.values == [level])
    }
  }

  @Test func `a state that cannot be is refused`() throws {
    for (id, name, values) in [
      (Self.ids[0], "paddle", [10.0]), (Self.ids[0], "ball", [0, -1]), (Self.ids[0], "bricks", [2]),
      (Self.ids[1], "player", [0, 0]), (Self.ids[1], "spawn_clock", [11, 3]),
      (Self.ids[1], "last_move", [6]),
    ] {
      var world = try environment(id)
      var random = RandomStream(seed: 1, purpose: .environment)
      world.reset(using: &random)
      var state = EnvironmentState()
      world.save(to: &state)
      state[name] = values
      #expect(throws: EnvironmentError.self, "\(name)") { try world.restore(from: state) }
    }
  }

  @Test func `the package's names lead here`() throws {
    let (found, note) = try EnvironmentRegistry.standard.find("MinAtar/Breakout-v1")
    #expect(found.id == "MinAtarBreakout-v1")
    #expect(
      note == "MinAtar/Breakout-v1 is MinAtar's name of MinAtarBreakout-v1; running that.")
  }
}

extension Environment {
  fileprivate var lastMove: Double? {
    namedDiagnostics.first { $0.name == "move" }?.values[0]
  }
}
