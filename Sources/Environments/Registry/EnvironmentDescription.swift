/// An environment as a registry knows it: its name, what it is, and how to make one.
///
///     let pointMass = EnvironmentDescription(
///       id: "PointMass-v0", summary: "Push a mass to the origin.", maximumEpisodeSteps: 200
///     ) { PointMass() }
public struct EnvironmentDescription: Sendable {
  /// The name, with a version behind it: `CartPole-v1`.
  public let id: String
  /// What the task is, in one sentence.
  public let summary: String
  /// The step at which an episode is cut, or nil where episodes only end by themselves.
  public let maximumEpisodeSteps: Int?
  /// Versions before this one whose ids lead here too.
  public let replacedVersions: [Int]

  let selection: ObservationSelection
  /// Makes one environment, as its author wrote it: without limits, clipping or masks.
  package let makeEnvironment: @Sendable () throws(EnvironmentSetupError) -> any Environment
  private let makeBatch: @Sendable (BatchPlan) throws(EnvironmentSetupError) -> any EnvironmentBatch

  /// Describes environments that `make` makes. It is called once for each environment of a run.
  public init<World: Environment>(
    id: String, summary: String, maximumEpisodeSteps: Int?, replacedVersions: [Int] = [],
    make: @escaping @Sendable () throws(EnvironmentError) -> World
  ) {
    precondition(maximumEpisodeSteps ?? 1 > 0, "an episode has at least one step")
    let makeOne: @Sendable () throws(EnvironmentSetupError) -> World = {
      () throws(EnvironmentSetupError) in
      do throws(EnvironmentError) { return try make() } catch {
        throw EnvironmentSetupError.unusable(id: id, message: error.message)
      }
    }
    self.id = id
    self.summary = summary
    self.maximumEpisodeSteps = maximumEpisodeSteps
    self.replacedVersions = replacedVersions
    selection = .all
    makeEnvironment = makeOne
    makeBatch = { plan throws(EnvironmentSetupError) in
      var worlds = [World]()
      for _ in plan.indices { worlds.append(try makeOne()) }
      return Batch(try BatchCore(worlds, plan: plan))
    }
  }

  private init(
    _ other: EnvironmentDescription, id: String, summary: String,
    selection: ObservationSelection
  ) {
    self.id = id
    self.summary = summary
    self.selection = selection
    maximumEpisodeSteps = other.maximumEpisodeSteps
    replacedVersions = other.replacedVersions
    makeEnvironment = other.makeEnvironment
    makeBatch = other.makeBatch
  }

  /// The variant whose agent does not see velocities and has to remember instead. `CartPole-v1`
  /// becomes `CartPoleNoVel-v1`.
  public var withoutVelocities: EnvironmentDescription {
    let name = EnvironmentName(id)
    return EnvironmentDescription(
      self, id: EnvironmentName(base: name.base + "NoVel", version: name.version).id,
      summary: "\(summary) Velocities are hidden.", selection: .withoutVelocities)
  }

  /// What the agent sees and does. Makes an environment to find out.
  public func spaces() throws(EnvironmentSetupError) -> (
    observation: BoxSpace, action: ActionSpace
  ) {
    let environment = try makeEnvironment()
    let view = try ObservationView(of: environment.observationSpace).selecting(selection, id: id)
    return (view.space, environment.actionSpace)
  }

  /// Makes the environments of `indices`, places among all environments of the run.
  package func makeBatch(
    indices: Range<Int>, seed: UInt64, options: BatchOptions = BatchOptions()
  ) throws(EnvironmentSetupError) -> any EnvironmentBatch {
    try makeBatch(
      BatchPlan(
        id: id, indices: indices, seed: seed, maximumEpisodeSteps: maximumEpisodeSteps ?? .max,
        selection: selection, options: options))
  }
}
