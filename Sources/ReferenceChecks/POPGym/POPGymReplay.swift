import Environments
import Tensors

/// Replays a recorded episode of a POPGym task from its recorded hidden state.
struct POPGymReplay {
  /// How far numbers may lie from the recording. Choices are the same.
  struct Tolerances {
    var reward: ReferenceTolerance
    /// The state of a cart-pole or a pendulum one step after a recorded one.
    var state: ReferenceTolerance
    var observation: ReferenceTolerance
  }

  private static let exact = ReferenceTolerance(absolute: 0, relative: 0)

  private let data: ReferenceCase
  private let tolerances: Tolerances
  private let steps: Int
  private let actions: RecordedEpisode.Table
  /// Arrays of the environment's state, by its names, which the recording has for each step: they are
  /// random, or rounding would add up in them.
  private var driven: [String: RecordedEpisode.Table] = [:]
  private var world: any Environment
  private var random = RandomStream(seed: 1, purpose: .environment)

  /// The recording's names of what an environment saves under another name.
  private static let drivenNames = [
    "states": "state", "noise": "noise", "uniform_draws": "uniform_draw",
  ]

  init(
    _ data: ReferenceCase, environment: EnvironmentDescription, tolerances: Tolerances
  ) throws {
    self.data = data
    self.tolerances = tolerances
    steps = try data.size("steps")
    world = try environment.makeEnvironment()
    actions = try data.table("actions", width: world.actionSpace.width, rows: steps)
    world.reset(using: &random)
    try placeHiddenState()
  }

  private var state: EnvironmentState {
    var state = EnvironmentState()
    world.save(to: &state)
    return state
  }

  private mutating func placeHiddenState() throws {
    var state = state
    for (dataset, name) in Self.drivenNames where try data.contains(dataset) {
      let rows = dataset == "uniform_draws" ? steps : steps + 1
      driven[name] = try data.table(dataset, width: state[name]?.count ?? 0, rows: rows)
    }
    for (name, values) in state.arrays where driven[name] == nil {
      guard try data.contains(name) else { continue }
      state[name] = try data.table(name, width: values.count, rows: 1).values
    }
    if let maze = state["maze"] {
      state["position"] = try data.table("start_position", width: 2, rows: 1).values
      // Only the start was visited when a recording began.
      if state["visited"] != nil { state["visited"] = maze.map { $0 == 2 ? 1 : 0 } }
    }
    try world.restore(from: state)
  }

  /// Puts what the recording has of the state before a step in place.
  private mutating func drive(to step: Int) throws {
    if driven.isEmpty { return }
    var state = state
    for (name, table) in driven where step * table.rowSize < table.values.count {
      state[name] = Array(table.row(step))
    }
    try world.restore(from: state)
  }

  /// Takes all steps and compares what they give.
  mutating func run() throws {
    let width = world.observationSpace.size
    let observations = try data.table("observations", width: width, rows: steps)
    let rewards = try data.table("rewards", width: 1, rows: steps)
    let positions =
      try data.contains("positions_before")
      ? data.table("positions_before", width: 2, rows: steps) : nil
    let outcome = Outcome(
      terminated: try data.number("terminated_at_end"),
      truncated: try data.number("truncated_at_end"))

    try drive(to: 0)
    compareObservation(
      with: try data.table("initial_observation", width: width, rows: 1).row(0),
      as: "initial_observation")
    try count(from: try data.size("steps_at_start", in: 0...4096))
    var rewardSum = 0.0
    for step in 0..<steps {
      if let positions, let position = state["position"] {
        compare(position, with: positions.row(step), as: "positions_before", Self.exact)
      }
      let result = try takeStep(step)
      rewardSum += result.reward
      compare([result.reward], with: rewards.row(step), as: "rewards", tolerances.reward)
      compare(result.outcome, with: step == steps - 1 ? outcome : .running)
      if let motion = driven["state"], let own = state["state"] {
        compare(own, with: motion.row(step + 1), as: "states", tolerances.state)
      }
      try drive(to: step + 1)
      compareObservation(with: observations.row(step), as: "observations")
    }
    compare(
      [rewardSum], with: [try data.number("reward_sum")], as: "reward_sum", tolerances.reward)
  }

  private mutating func takeStep(_ step: Int) throws -> StepResult {
    let action = actions.row(step).map(Float.init)
    return try world.step(action.span, using: &random)
  }

  /// Sets the counter of steps.
  private mutating func count(from steps: Int) throws {
    var state = state
    state["steps"] = [Double(steps)]
    try world.restore(from: state)
  }

  private func compare(_ outcome: Outcome, with recorded: Outcome) {
    for (name, kind) in [("terminated", Outcome.terminated), ("truncated", .truncated)] {
      compare(
        [outcome == kind ? 1 : 0], with: [recorded == kind ? 1 : 0], as: name, Self.exact)
    }
  }

  private func compareObservation(with recorded: ArraySlice<Double>, as dataset: String) {
    var values = [Float](repeating: .nan, count: world.observationSpace.size)
    var span = values.mutableSpan
    world.observe(into: &span)
    let isChoice = world.observationSpace.components.allSatisfy { component in
      if case .category = component.kind { true } else { false }
    }
    compare(
      values.map(Double.init), with: recorded, as: dataset,
      isChoice ? Self.exact : tolerances.observation)
  }

  private func compare(
    _ values: [Double], with recorded: ArraySlice<Double>, as dataset: String,
    _ tolerance: ReferenceTolerance
  ) {
    data.compare(values, with: Array(recorded), tolerance: tolerance, as: dataset)
  }
}

extension Outcome {
  /// How a recorded episode stands at its end. Where both flags are set, ours is the first.
  fileprivate init(terminated: Double, truncated: Double) {
    self = terminated == 1 ? .terminated : truncated == 1 ? .truncated : .running
  }
}

extension ReferenceCase {
  /// Reads a dataset of `rows` rows of `width` values each, of whatever shape.
  fileprivate func table(
    _ name: String, width: Int, rows: Int
  ) throws -> RecordedEpisode.Table {
    let values = try read(name)
    guard values.count == rows * width else {
      throw bad("its dataset '\(name)' has \(values.count) values, not \(rows) x \(width)")
    }
    return RecordedEpisode.Table(rowSize: width, values: values)
  }
}
