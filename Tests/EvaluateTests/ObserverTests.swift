import Evaluate
import Synchronization
import Testing

@Suite struct ObserverTests {
  /// The example of the documentation.
  struct Effort: EpisodeObserver {
    var total = 0.0
    mutating func stepEnded(_ moment: EpisodeMoment) {
      total += moment.action.reduce(0) { $0 + Double($1 * $1) }
      moment.record("effort", [total])
    }
  }

  @Test func `what an observer records goes into the row of the state it leads to`() throws {
    var configuration = EvaluationConfiguration()
    configuration.episodeCount = 3
    configuration.isDeterministic = false
    configuration.recording.isOn = true
    var records = [EpisodeRecord]()
    try Evaluator(Policies.hopper(), configuration) { _ in Effort() }.run(
      process: { $0.record! }, deliver: { records.append($0) })
    for record in records {
      let effort = try #require(record.series.first { $0.format.name == "infos/effort" })
      #expect(effort.rowCount == record.result.length + 1)
      let values = effort.doubles
      let actions = record.floats("actions")
      #expect(values[0].isNaN)
      var total = 0.0
      for step in 0..<record.result.length {
        total += actions[step * 3..<step * 3 + 3].reduce(0) { $0 + Double($1 * $1) }
        #expect(values[step + 1] == total)
      }
    }
  }

  /// Checks each moment against the one before it.
  struct Witness: EpisodeObserver {
    var calls = [String]()
    var nextState = [Float]()
    let report: @Sendable ([String]) -> Void

    mutating func episodeBegan(_ moment: EpisodeMoment) {
      calls.append("began")
      #expect(moment.step == 0)
      nextState = [Float](repeating: 0, count: 16)
    }

    mutating func stepWillBegin(_ moment: EpisodeMoment) {
      calls.append("will")
      #expect(moment.hiddenState == nextState)
      #expect(moment.observation != moment.rawObservation)
      #expect(moment.layers.contains("update"))
      let update = moment.activation(of: "update") ?? []
      let candidate = moment.activation(of: "candidate") ?? []
      #expect(moment.activation(of: "nothing") == nil)
      // Equation of the GRU's last line.
      for unit in 0..<16 {
        let expected =
          (1 - update[unit]) * candidate[unit] + update[unit] * moment.hiddenState[unit]
        #expect(abs(moment.nextHiddenState[unit] - expected) < 1e-6)
      }
      nextState = moment.nextHiddenState
    }

    mutating func stepEnded(_ moment: EpisodeMoment) {
      calls.append("ended")
      #expect(moment.reward == 1)
      if moment.step == 4 { moment.stopEpisode() }
    }

    mutating func episodeEnded(_ moment: EpisodeMoment) {
      calls.append("over")
      #expect(moment.step == 5)
      #expect(moment.hiddenState == nextState)
      report(calls)
    }
  }

  @Test func `an observer sees an episode from its beginning to its end and can end it`() throws {
    var configuration = EvaluationConfiguration()
    configuration.episodeCount = 4
    let reports = Mutex<[[String]]>([])
    let results = try Evaluator(Policies.cartPole(), configuration) { _ in
      Witness { calls in reports.withLock { $0.append(calls) } }
    }.run()
    let expected =
      ["began"] + (0..<5).flatMap { _ in ["will", "ended"] } + ["over"]
    #expect(reports.withLock { $0 } == [[String]](repeating: expected, count: 4))
    #expect(results.allSatisfy { $0.length == 5 && $0.outcome == .truncated })
  }

  struct Stopper: EpisodeObserver {
    let isTheOne: Bool
    mutating func stepEnded(_ moment: EpisodeMoment) {
      if isTheOne { moment.stopEvaluation() }
    }
  }

  @Test(arguments: [1, 2])
  func `an observer can end the evaluation with its episode`(lanes: Int) throws {
    var configuration = EvaluationConfiguration()
    configuration.episodeCount = 1000
    let results = try Evaluator(Policies.cartPole(), configuration, laneCount: lanes) {
      Stopper(isTheOne: $0 == 13)
    }.run()
    #expect(results.map(\.number) == Array(0...13))
    #expect(results.last?.length == 1)
  }
}

extension EpisodeSeries {
  var doubles: [Double] {
    stride(from: 0, to: bytes.count, by: 8).map { start in
      Double(bitPattern: (0..<8).reduce(0) { $0 | UInt64(bytes[start + $1]) << (8 * $1) })
    }
  }
}
