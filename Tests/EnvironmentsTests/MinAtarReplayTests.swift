import Environments
import Foundation
import Tensors
import Testing

/// Episodes that MinAtar's own code played, step by step; `Tests/Reference/minatar/record.py` recorded
/// them.
@Suite struct MinAtarReplayTests {
  private struct Recording: Decodable {
    struct Episode: Decodable {
      let start: Double?
      let moves: String
      /// The step, whether the visitor moves right and is gold, and its lane, or -1.
      let spawns: [[Int]]?
      let rewards: [Double]
      let ended: Bool
      let speeds: [[Double]]?
      let observations: [String]
    }
    let episodes: [Episode]

    init(_ name: String) throws {
      let file = packageFolder.appending(path: "Tests/Reference/minatar/\(name).json")
      self = try JSONDecoder().decode(Self.self, from: Data(contentsOf: file))
    }
  }

  /// A game that does what is chosen, with all six moves.
  private static func world(_ id: String) throws -> any Environment {
    try EnvironmentRegistry.standard.find(id).environment
      .configured(["minimal_actions": "false", "sticky_action_probability": "0"])
      .makeEnvironment()
  }

  /// Plays the recorded moves and compares all that there is to see.
  ///
  /// - Parameter drive: Puts what chance did in a step into the state before it.
  private func replay(
    _ episode: Recording.Episode, in world: inout any Environment,
    drive: (inout EnvironmentState, Int) throws -> Void
  ) throws {
    var random = RandomStream(seed: 1, purpose: .environment)
    #expect(world.seenDigits == episode.observations[0])
    var sum = 0.0
    for (step, move) in episode.moves.enumerated() {
      var state = EnvironmentState()
      world.save(to: &state)
      try drive(&state, step)
      try world.restore(from: state)
      let action = Float(try #require(Array("nlurdf").firstIndex(of: move)))
      let result = try world.step([action].span, using: &random)
      sum += result.reward
      let isLast = step == episode.moves.count - 1
      #expect(result.outcome == (isLast && episode.ended ? .terminated : .running), "step \(step)")
      #expect(sum == episode.rewards[step], "step \(step)")
      #expect(world.seenDigits == episode.observations[step + 1], "step \(step)")
      if let speeds = episode.speeds {
        let own = world.quantities
        #expect(
          own["level"]! + own["spawn_interval"]! + own["move_interval"]! == speeds[step],
          "step \(step)")
      }
    }
  }

  @Test func `Breakout plays like MinAtar's`() throws {
    var steps = 0
    for episode in try Recording("breakout").episodes {
      var world = try Self.world("MinAtarBreakout-v1")
      let start = try #require(episode.start)
      var random = RandomStream(seed: 1, purpose: .environment)
      repeat { world.reset(using: &random) } while world.quantities["ball"] != [9 * start, 3]
      try replay(episode, in: &world) { _, _ in }
      steps += episode.moves.count
    }
    #expect(steps > 1000)
  }

  @Test func `Asterix plays like MinAtar's`() throws {
    var steps = 0
    for episode in try Recording("asterix").episodes {
      var world = try Self.world("MinAtarAsterix-v1")
      var random = RandomStream(seed: 1, purpose: .environment)
      world.reset(using: &random)
      var spawns = try #require(episode.spawns)[...]
      try replay(episode, in: &world) { state, step in
        let isDue = try state.counts("spawn_clock", count: 2)[1] == 0
        #expect(isDue == (spawns.first?[0] == step), "step \(step)")
        guard isDue, let spawn = spawns.popFirst() else { return }
        state["spawn_clock"]![1] = state["spawn_clock"]![0]
        let lane = spawn[3]
        guard lane >= 0 else { return }
        state["visitor_is_there"]![lane] = 1
        state["visitor_column"]![lane] = spawn[1] == 1 ? 0 : 9
        state["visitor_moves_right"]![lane] = Double(spawn[1])
        state["visitor_is_gold"]![lane] = Double(spawn[2])
      }
      steps += episode.moves.count
    }
    #expect(steps > 1000)
  }
}

extension Environment {
  /// What is seen of ones and zeros, four to a hexadecimal digit.
  fileprivate var seenDigits: String {
    var values = [Float](repeating: 0, count: observationSpace.size)
    var span = values.mutableSpan
    observe(into: &span)
    return stride(from: 0, to: values.count, by: 4).map { start in
      String(values[start..<start + 4].reduce(0) { 2 * $0 + Int($1) }, radix: 16)
    }.joined()
  }

  fileprivate var quantities: [String: [Double]] {
    Dictionary(uniqueKeysWithValues: namedDiagnostics.map { ($0.name, $0.values) })
  }
}
