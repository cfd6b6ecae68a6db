import YAML

/// Finds in a model what a task file names.
struct TaskResolver {
  let model: MuJoCoModel
  /// The entries whose rates of change are asked for so far.
  private(set) var rates: [SimulationEntry] = []

  init(_ model: MuJoCoModel) { self.model = model }

  /// Throws where no agent could act in the model, or no seed would decide what happens.
  ///
  /// - Parameter path: The model's file.
  func requireUsableModel(path: String) throws(TaskError) {
    func refuse(_ message: String) -> TaskError { .unusableModel(path: path, message: message) }
    guard model.controlCount > 0 else {
      throw refuse("the model has no actuator, so that an agent could do nothing in it")
    }
    guard model.velocityCount > 0 else {
      throw refuse("the model has no joint, so that nothing in it could move")
    }
    for actuator in 0..<model.controlCount {
      let title = YAMLDocument.excerpt(model.title(of: .actuator, at: actuator))
      guard model.isBounded(actuator: actuator) else {
        throw refuse("the control of \(title) has no bounds; give it a ctrlrange")
      }
      guard model.hasUsableBounds(actuator: actuator) else {
        throw refuse(
          "the ctrlrange of \(title) must be two numbers of single precision, the smaller first")
      }
    }
    guard Self.timesteps.contains(model.timestep) else {
      throw refuse(
        "the model's timestep is \(model.timestep) s; it must be from \(Self.timesteps.lowerBound) "
          + "to \(Self.timesteps.upperBound)")
    }
    guard !model.hasSensorNoise else {
      throw refuse(
        "the model's flag sensornoise draws noise that no seed decides; remove it, and use "
          + "--observation-noise")
    }
  }

  /// The lengths that a step of the simulator can have, in seconds.
  private static let timesteps = 1e-9...1.0

  /// Throws where what an episode begins from is no state: MuJoCo reads `nan` as a number.
  func requireFiniteState(keyframe: Int?, path: String) throws(TaskError) {
    let simulation: MuJoCoSimulation
    do throws(EnvironmentError) { simulation = try MuJoCoSimulation(model) } catch {
      throw .unusableModel(path: path, message: error.message)
    }
    if let keyframe { simulation.reset(toKeyframe: keyframe) } else { simulation.reset() }
    guard simulation.positions.isFinite && simulation.velocities.isFinite else {
      let name = keyframe.map { "the keyframe \(model.title(of: .keyframe, at: $0))" }
      throw .unusableModel(
        path: path,
        message: "\(name ?? "the initial state") has a position or velocity that is not finite")
    }
  }

  /// The place of the thing that a name means.
  func index(_ kind: MuJoCoModel.ObjectKind, _ name: TaskName) throws(TaskError) -> Int {
    if let index = model.index(of: kind, named: name.text) { return index }
    let existing = (0..<model.count(of: kind)).compactMap { model.name(of: kind, at: $0) }
    throw name.place.unknown(name.text, "\(kind.rawValue) in the model", existing: existing)
  }

  /// The places of the things that are selected. The world is none of all bodies.
  func indices(
    _ kind: MuJoCoModel.ObjectKind, _ selection: TaskSelection
  ) throws(TaskError) -> [Int] {
    switch selection {
    case .all: return Array((kind == .body ? 1 : 0)..<model.count(of: kind))
    case .named(let names):
      var indices = [Int]()
      for name in names { indices.append(try index(kind, name)) }
      return indices
    }
  }

  /// The place of an entry among the rates.
  mutating func rate(of entry: SimulationEntry) -> Int {
    if let index = rates.firstIndex(of: entry) { return index }
    rates.append(entry)
    return rates.count - 1
  }

  func noise(_ noise: TaskReset.Noise) throws(TaskError) -> TaskPlan.Noise {
    let joints = try indices(.joint, noise.joints)
    let indices =
      switch noise.kind {
      case .positions: joints.flatMap { model.positions(ofJoint: $0) }
      case .velocities: joints.flatMap { model.velocities(ofJoint: $0) }
      }
    return TaskPlan.Noise(kind: noise.kind, indices: indices, distribution: noise.distribution)
  }
}
