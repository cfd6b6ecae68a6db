import Acting
import Environments
import Evaluate
import Models
import Tensors
import Testing

@Suite struct EvaluatorTests {
  /// Everything that is recorded of some episodes.
  private static func records(
    _ policy: TrainedPolicy, episodes: Int = 20, environments: Int? = nil, lanes: Int = 1,
    isDeterministic: Bool = false
  ) throws -> [EpisodeRecord] {
    var configuration = EvaluationConfiguration()
    configuration.episodeCount = episodes
    configuration.isDeterministic = isDeterministic
    configuration.maximumSteps = 60
    configuration.recording.isOn = true
    configuration.recording.activations = true
    configuration.recording.state = true
    var records = [EpisodeRecord?]()
    try Evaluator(policy, configuration, environmentCount: environments, laneCount: lanes).run(
      process: { $0.record }, deliver: { records.append($0) })
    return records.compactMap { $0 }
  }

  @Test(arguments: [false, true])
  func `episodes are the same for any number of environments and threads`(
    isDeterministic: Bool
  ) throws {
    for policy in [
      try Policies.cartPole(), try Policies.cartPole(isRecurrent: false), try Policies.hopper(),
      try Policies.flipFlop(), try Policies.maze(),
    ] {
      let expected = try Self.records(policy, isDeterministic: isDeterministic)
      #expect(expected.map(\.result.number) == Array(0..<20))
      for (environments, lanes) in [(1, 1), (3, 1), (8, 1), (5, 2), (16, 2), (100, 3)] {
        let found = try Self.records(
          policy, environments: environments, lanes: lanes, isDeterministic: isDeterministic)
        #expect(found == expected, "\(environments) environments, \(lanes) threads")
      }
    }
  }

  /// Products with large right factors go through OpenBLAS, whose rows may depend on their number.
  @Test func `episodes of a large policy are the same for any number of environments`() throws {
    let policy = try Policies.cartPole(hiddenSize: 192)
    let expected = try Self.records(policy, episodes: 10)
    #expect(try Self.records(policy, episodes: 10, environments: 3, lanes: 2) == expected)
  }

  @Test func `what a policy does step by step is what its evaluation recorded`() throws {
    for policy in [
      try Policies.cartPole(), try Policies.cartPole(isRecurrent: false), try Policies.hopper(),
      try Policies.flipFlop(),
    ] {
      let record = try #require(
        try Self.records(policy, episodes: 1, isDeterministic: true).first)
      func row(_ name: String, _ step: Int) throws -> [Float] {
        let series = try #require(record.series.first { $0.format.name == name })
        return series.row(step)
      }
      var state: [Float]?
      for step in 0..<record.result.length {
        let decision = try policy.act(
          observation: try row(
            policy.normalizer == nil ? "observations" : "raw_observations", step), state: state)
        state = decision.state
        // A row of a product may differ by rounding from the same row beside seven others.
        for (found, recorded) in [
          (decision.action, try row("actions", step)),
          ([decision.value], try row("values", step)),
          ([decision.logProbability], try row("log_probabilities", step)),
          (decision.state, decision.state.isEmpty ? [] : try row("hidden_states", step + 1)),
        ] {
          #expect(found.count == recorded.count)
          for (one, other) in zip(found, recorded) {
            #expect(abs(one - other) <= 1e-4 * max(1, abs(other)))
          }
        }
      }
    }
  }

  @Test func `an observation or a state of another size is refused`() throws {
    let policy = try Policies.cartPole()
    let error = #expect(throws: ActingError.self) { try policy.act(observation: [1, 2, 3]) }
    #expect(error?.description == "The observation has 3 numbers; the policy sees 2.")
    #expect(throws: ActingError.self) { try policy.act(observation: [1, 2], state: [0]) }
  }

  @Test func `an episode does not depend on how many others there are`() throws {
    let policy = try Policies.maze()
    #expect(
      try Self.records(policy, episodes: 11) == Array(try Self.records(policy).prefix(11)))
  }

  @Test func `episodes differ from one another and from seed to seed`() throws {
    let policy = try Policies.hopper()
    var configuration = EvaluationConfiguration()
    var returns = [Double]()
    for seed in [1, 2] as [UInt64] {
      configuration.seed = seed
      returns += try Evaluator(policy, configuration).run().map(\.episodeReturn)
    }
    #expect(Set(returns).count == 40)
  }

  @Test func `episodes of different purposes have nothing in common, whatever the seed`() throws {
    let policy = try Policies.hopper()
    var configuration = EvaluationConfiguration()
    var returns = [Double]()
    for place in [.evaluation, .trial, .claim] as [EpisodePlace] {
      configuration.place = place
      returns += try Evaluator(policy, configuration).run().map(\.episodeReturn)
    }
    #expect(Set(returns).count == 60)
  }

  @Test func `an episode that ends itself is told from one that is cut`() throws {
    var configuration = EvaluationConfiguration()
    configuration.maximumSteps = 12
    let results = try Evaluator(Policies.cartPole(), configuration).run()
    #expect(results.contains { $0.outcome == .terminated })
    #expect(results.contains { $0.outcome == .truncated })
    for result in results {
      #expect(result.outcome == .truncated ? result.length == 12 : result.length <= 12)
      #expect(result.episodeReturn == Double(result.length))
    }
  }

  /// The environment alone, driven by the recorded actions.
  @Test func `recorded steps are what the environment gives for the recorded actions`() throws {
    let policy = try Policies.hopper()
    let records = try Self.records(policy, episodes: 3)
    let place = 1 << 31
    for record in records {
      let number = record.result.number
      let batch = try EnvironmentRegistry.standard.find("Hopper-v4").environment.makeBatch(
        indices: place + number..<place + number + 1, seed: 1)
      let (arena, buffers) = Arena.carve { carver in
        (
          observation: carver.matrix(rows: 1, columns: 11),
          action: carver.matrix(rows: 1, columns: 3), reward: carver.matrix(rows: 1, columns: 1),
          end: carver.matrix(rows: 1, columns: 1), cut: carver.matrix(rows: 1, columns: 1),
          last: carver.matrix(rows: 1, columns: 11)
        )
      }
      try withExtendedLifetime(arena) {
        let raw = record.floats("raw_observations")
        let actions = record.floats("actions")
        let rewards = record.floats("rewards")
        try batch.reset(observations: buffers.observation)
        #expect(buffers.observation.values == Array(raw.prefix(11)))
        for step in 0..<record.result.length {
          buffers.action.copy(from: Array(actions[step * 3..<step * 3 + 3]))
          try batch.step(
            actions: buffers.action,
            into: StepRows(
              observations: buffers.observation, rewards: buffers.reward, terminated: buffers.end,
              truncated: buffers.cut, finalObservations: buffers.last))
          #expect(buffers.reward[0] == rewards[step])
          let hasEnded = buffers.end[0] == 1 || buffers.cut[0] == 1
          #expect(
            (hasEnded ? buffers.last : buffers.observation).values
              == Array(raw[(step + 1) * 11..<(step + 2) * 11]))
        }
        #expect((buffers.end[0] == 1) == (record.result.outcome == .terminated))
      }
    }
  }

  @Test func `what belongs to states has a row more than what belongs to steps`() throws {
    for record in try Self.records(Policies.cartPole(), episodes: 4) {
      let steps = record.result.length
      for series in record.series {
        let rows = series.format.dimensions[0] == "state" ? steps + 1 : steps
        #expect(series.rowCount == rows, "\(series.format.name)")
      }
      #expect(
        Set(record.series.map(\.format.name)).isSuperset(of: [
          "observations", "raw_observations", "hidden_states", "values", "actions", "rewards",
          "terminations", "truncations", "log_probabilities", "logits", "activations/reset",
          "activations/update", "activations/candidate", "activations/shared_0",
          "activations/actor_0", "activations/critic_0", "infos/state/state",
        ]))
    }
  }

  @Test func `diagnostics are recorded by name, in every state`() throws {
    var configuration = EvaluationConfiguration()
    configuration.episodeCount = 2
    configuration.recording.isOn = true
    configuration.recording.diagnostics = ["position", "heading"]
    var records = [EpisodeRecord]()
    try Evaluator(Policies.maze(), configuration, laneCount: 1).run(
      process: { $0.record! }, deliver: { records.append($0) })
    for record in records {
      let shapes = record.series.filter { $0.format.name.hasPrefix("infos/") }
        .map { ($0.format.name, $0.format.rowShape, $0.rowCount) }
      #expect(shapes.map(\.0) == ["infos/heading", "infos/position"])
      #expect(shapes.map(\.1) == [[], [2]])
      #expect(shapes.allSatisfy { $0.2 == record.result.length + 1 })
    }
  }
}

extension EpisodeRecord {
  /// The values of a series of single precision.
  func floats(_ name: String) -> [Float] {
    let bytes = series.first { $0.format.name == name }?.bytes ?? []
    return stride(from: 0, to: bytes.count, by: 4).map { start in
      Float(bitPattern: (0..<4).reduce(0) { $0 | UInt32(bytes[start + $1]) << (8 * $1) })
    }
  }
}

extension EpisodeSeries {
  /// A row's numbers, whatever their type.
  fileprivate func row(_ index: Int) -> [Float] {
    let (size, width) = (format.element.size, format.width)
    return (0..<width).map { column in
      let start = (index * width + column) * size
      return unsafe bytes[start..<start + size].withUnsafeBytes { bytes in
        switch format.element {
        case .float32: unsafe bytes.loadUnaligned(as: Float.self)
        case .float64: unsafe Float(bytes.loadUnaligned(as: Double.self))
        case .int64: unsafe Float(bytes.loadUnaligned(as: Int64.self))
        case .flag, .byte: unsafe Float(bytes[0])
        }
      }
    }
  }
}
