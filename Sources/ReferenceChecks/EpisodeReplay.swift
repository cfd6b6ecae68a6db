import Environments
import Tensors

/// Replays a recorded episode in an environment, as its author wrote it.
struct EpisodeReplay {
  let episode: RecordedEpisode
  let environmentID: String
  private var world: any Environment
  /// A state of the environment that the recorded arrays are put into.
  private let template: EnvironmentState
  private var random = RandomStream(seed: 1, purpose: .environment)

  init(_ episode: RecordedEpisode, environment: EnvironmentDescription) throws {
    self.episode = episode
    environmentID = environment.id
    world = try environment.makeEnvironment()
    world.reset(using: &random)
    var state = EnvironmentState()
    world.save(to: &state)
    template = state
  }

  /// The state before a step: `qpos_before`, or what lay in the simulator as `stale_qpos_before`, goes
  /// where the environment saves `qpos`.
  func state(before step: Int) -> EnvironmentState {
    var state = template
    for (name, _) in template.arrays {
      if let table = table(name, "before") { state[name] = Array(table.row(step)) }
    }
    return state
  }

  /// What the recording has of an array of state, before or after each step.
  private func table(_ name: String, _ moment: String) -> RecordedEpisode.Table? {
    episode.tables["\(name)_\(moment)"] ?? episode.tables["stale_\(name)_\(moment)"]
  }

  /// Takes each step from its own recorded state.
  mutating func compareSteps(
    _ tolerances: EnvironmentReference.Tolerances, into deviations: inout ReferenceDeviations
  ) throws {
    try world.restore(from: state(before: 0))
    if let initial = episode.rows["initial_observation"] {
      // It was seen after a reset, which leaves nothing stale.
      (world as? any MuJoCoEnvironment)?.simulation.forward()
      deviations.compare(
        observation(), with: Self.single(initial[...]), dataset: "initial_observation",
        tolerance: tolerances.observation)
    }
    for step in 0..<episode.steps {
      try world.restore(from: state(before: step))
      let result = try takeStep(step)
      compareState(after: step, tolerances, into: &deviations)
      if let table = episode.tables["observation"] {
        deviations.compare(
          observation(), with: Self.single(table.row(step)), dataset: "observation",
          tolerance: tolerances.observation)
      }
      if let reward = episode.tables["reward"] {
        deviations.compare(
          [result.reward], with: reward.row(step), dataset: "reward", tolerance: tolerances.reward)
      }
      if let terminated = episode.tables["terminated"] {
        deviations.compare(
          [result.outcome == .terminated ? 1 : 0], with: terminated.row(step),
          dataset: "terminated", tolerance: .exact)
      }
      compareDiagnostics(step, tolerances, into: &deviations)
    }
  }

  /// Takes all steps from the first state.
  mutating func compareFreeRun(into deviations: inout ReferenceDeviations) throws {
    try world.restore(from: state(before: 0))
    for step in 0..<episode.steps {
      _ = try takeStep(step)
      var state = EnvironmentState()
      world.save(to: &state)
      let isHeld = step < EnvironmentReference.freeSteps
      for (name, values) in state.arrays.sorted(by: { $0.key < $1.key }) {
        guard let table = table(name, "after") else { continue }
        deviations.compare(
          values, with: table.row(step), dataset: "\(name)_after, free run",
          tolerance: isHeld ? EnvironmentReference.freeTolerance : nil)
      }
    }
  }

  private mutating func takeStep(_ step: Int) throws -> StepResult {
    let action = episode.tables["action"].map { $0.row(step).map(Float.init) } ?? []
    return try world.step(action.span, using: &random)
  }

  private func observation() -> [Double] {
    var values = [Float](repeating: .nan, count: world.observationSpace.size)
    var span = values.mutableSpan
    world.observe(into: &span)
    return values.map(Double.init)
  }

  private func compareState(
    after step: Int, _ tolerances: EnvironmentReference.Tolerances,
    into deviations: inout ReferenceDeviations
  ) {
    var state = EnvironmentState()
    world.save(to: &state)
    for (name, values) in state.arrays.sorted(by: { $0.key < $1.key }) {
      if let table = table(name, "after") {
        deviations.compare(
          values, with: table.row(step), dataset: "\(name)_after", tolerance: tolerances.state)
      } else if let final = episode.rows["final_\(name)"] {
        let next = step + 1 < episode.steps ? episode.tables["\(name)_before"]?.row(step + 1) : nil
        deviations.compare(
          values, with: next ?? final[...], dataset: "\(name) after the step",
          tolerance: tolerances.acceleration)
      }
    }
  }

  private func compareDiagnostics(
    _ step: Int, _ tolerances: EnvironmentReference.Tolerances,
    into deviations: inout ReferenceDeviations
  ) {
    for (name, value) in world.diagnostics {
      for dataset in datasets(ofDiagnostic: name) {
        guard let table = episode.tables[dataset] else { continue }
        deviations.compare(
          value, with: table.row(step), dataset: dataset, tolerance: tolerances.reward)
      }
    }
  }

  /// What single precision holds of recorded observations.
  static func single(_ values: ArraySlice<Double>) -> ArraySlice<Double> {
    ArraySlice(values.map { Double(Float($0)) })
  }
}
