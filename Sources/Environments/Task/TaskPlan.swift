import YAML

/// A task made ready for one model: names have become places in the simulator's arrays, so that a step
/// looks nothing up.
struct TaskPlan: Sendable {
  let model: MuJoCoModel
  let frameSkip: Int
  let components: [BoxSpace.Component]
  /// One for each component.
  let observed: [SimulationEntry]
  /// The entries whose rates of change are measured: read before a step and after it.
  let rates: [SimulationEntry]
  let rewards: [Reward]
  let limits: [Limit]
  let keyframe: Int?
  let noise: [Noise]
  /// What has to be computed after a step for all of the above.
  let derivation: SimulationEntry.Derivation

  struct Reward: Sendable {
    let name: String
    let weight: Double
    let measure: TaskMeasure
  }

  struct Limit: Sendable {
    let measure: TaskMeasure
    let range: ClosedRange<Double>
    let terminates: Bool
  }

  struct Noise: Sendable {
    let kind: TaskReset.Noise.Kind
    /// Among all positions or velocities.
    let indices: [Int]
    let distribution: ResetNoise
  }

  /// The most numbers that an observation can have.
  private static let largestObservation = 100_000

  /// The time that one step of the environment takes, in seconds.
  var stepDuration: Double { model.timestep * Double(frameSkip) }

  /// - Parameter path: The model's file, for messages.
  init(_ file: TaskFile, model: MuJoCoModel, path: String) throws(TaskError) {
    var resolver = TaskResolver(model)
    try resolver.requireUsableModel(path: path)
    var components = [BoxSpace.Component]()
    var observed = [SimulationEntry]()
    var known = Set<SimulationEntry>()
    for observation in file.observations {
      for (component, entry) in try resolver.observed(observation) {
        guard known.insert(entry).inserted else {
          throw observation.place.error("\(component.name) is observed twice")
        }
        components.append(component)
        observed.append(entry)
      }
    }
    guard components.count <= Self.largestObservation else {
      throw YAMLPlace(path: file.path, line: 1, column: 1).error(
        "\(components.count) numbers are observed, and \(Self.largestObservation) can be")
    }
    var rewards = [Reward]()
    for reward in file.rewards {
      rewards.append(
        Reward(
          name: "reward_\(reward.name)", weight: reward.weight,
          measure: try resolver.measure(reward.quantity)))
    }
    var limits = [Limit]()
    for limit in file.limits {
      limits.append(
        Limit(
          measure: try resolver.measure(limit.quantity), range: limit.range,
          terminates: limit.terminates))
    }
    var noise = [Noise]()
    for part in file.reset.noise { noise.append(try resolver.noise(part)) }

    self.model = model
    frameSkip = file.frameSkip
    self.components = components
    self.observed = observed
    rates = resolver.rates
    self.rewards = rewards
    self.limits = limits
    keyframe = try file.reset.keyframe.map { name throws(TaskError) in
      try resolver.index(.keyframe, name)
    }
    try resolver.requireFiniteState(keyframe: keyframe, path: path)
    self.noise = noise
    let entries =
      observed + resolver.rates + rewards.flatMap(\.measure.entries)
      + limits.flatMap(\.measure.entries)
    derivation = entries.map(\.derivation).max() ?? .nothing
  }
}
