import Environments
import Tensors
import Testing

/// The lengths are the ones that POPGym states for its tasks.
@Suite struct POPGymLengthTests {
  struct Task: Sendable {
    let name: String
    /// The longest episodes, easy, medium and hard.
    let lengths: [Int]
    /// Whether random actions end no episode before.
    var isFixed = true
  }

  static let tasks = [
    Task(name: "RepeatFirst", lengths: [51, 415, 831]),
    Task(name: "RepeatPrevious", lengths: [51, 103, 155]),
    Task(name: "CountRecall", lengths: [51, 103, 207]),
    Task(name: "Autoencode", lengths: [103, 207, 311]),
    Task(name: "Concentration", lengths: [104, 208, 104]),
    Task(name: "HigherLower", lengths: [51, 103, 155]),
    Task(name: "MultiarmedBandit", lengths: [200, 400, 600]),
    Task(name: "MineSweeper", lengths: [14, 30, 54], isFixed: false),
    Task(name: "Battleship", lengths: [64, 100, 144], isFixed: false),
    Task(name: "LabyrinthExplore", lengths: [1023, 1023, 1023], isFixed: false),
    Task(name: "LabyrinthEscape", lengths: [1023, 1023, 1023], isFixed: false),
    Task(name: "PositionOnlyCartPole", lengths: [200, 400, 600], isFixed: false),
    Task(name: "VelocityOnlyCartPole", lengths: [200, 400, 600], isFixed: false),
    Task(name: "NoisyPositionOnlyCartPole", lengths: [200, 200, 200], isFixed: false),
    Task(name: "PositionOnlyPendulum", lengths: [200, 150, 100]),
    Task(name: "NoisyPositionOnlyPendulum", lengths: [200, 200, 200]),
  ]

  @Test func `every task is there in three difficulties`() {
    let names = Self.tasks.flatMap { task in
      ["Easy", "Medium", "Hard"].map { "\(task.name)\($0)-v0" }
    }
    let ids = EnvironmentRegistry.standard.environments.filter { $0.family == "Memory (POPGym)" }
      .map(\.id)
    #expect(Set(ids) == Set(names) && ids.count == 48)
  }

  @Test(arguments: tasks)
  func `episodes under random actions last as long as stated`(_ task: Task) throws {
    for (difficulty, length) in zip(["Easy", "Medium", "Hard"], task.lengths) {
      var world = try World("\(task.name)\(difficulty)-v0")
      var actions = RandomStream(seed: 7, purpose: .action)
      for _ in 0..<5 {
        world.reset()
        var steps = 1
        while try world.step(using: &actions).outcome == .running && steps <= length { steps += 1 }
        #expect(task.isFixed ? steps == length : steps <= length, "\(difficulty): \(steps)")
      }
    }
  }

  @Test(arguments: tasks)
  func `a state that does not fit is refused`(_ task: Task) throws {
    for difficulty in ["Easy", "Hard"] {
      var world = try World("\(task.name)\(difficulty)-v0")
      let state = world.state
      for name in state.names {
        var altered = state
        altered[name] = nil
        #expect(throws: EnvironmentError.self) { try world.restore(from: altered) }
        altered[name] = try #require(state[name]) + [0]
        #expect(throws: EnvironmentError.self) { try world.restore(from: altered) }
      }
      // What counts or chooses something is a whole number within bounds.
      let real: Set = [
        "probabilities", "uniform_draw", "state", "steps_beyond_terminated", "noise",
      ]
      for name in state.names where !real.contains(name) {
        for value in [-2, 0.5, 1e300, .nan] {
          var altered = state
          altered[name]?[0] = value
          let error = #expect(throws: EnvironmentError.self) { try world.restore(from: altered) }
          #expect(error?.message.contains("'\(name)'") == true)
        }
      }
      try world.restore(from: state)
    }
  }
}

extension EnvironmentState {
  /// The names of the arrays.
  fileprivate var names: [String] { arrays.keys.sorted() }
}
