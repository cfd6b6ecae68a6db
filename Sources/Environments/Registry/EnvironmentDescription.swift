import Settings

/// An environment as a registry knows it: its name, what it is, and how to make one.
///
///     let pointMass = EnvironmentDescription(
///       id: "PointMass-v0", summary: "Push a mass to the origin.", maximumEpisodeSteps: 200
///     ) { PointMass() }
public struct EnvironmentDescription: Sendable {
  /// The name, ending with a version: `CartPole-v1`.
  public private(set) var id: String
  /// What the task is, in one sentence.
  public private(set) var summary: String
  /// The heading that lists show it under, such as `MuJoCo`.
  public let family: String
  /// The step at which an episode is cut, or nil where episodes only end by themselves.
  public private(set) var maximumEpisodeSteps: Int?
  /// With how many steps an episode ends by itself at the latest, where that is known.
  public let longestEpisode: Int?
  /// Versions before this one whose ids lead here too.
  public let replacedVersions: [Int]
  /// The arguments of its own.
  let arguments: [SettingDescription]
  /// The id of the task that this is a variant of, such as `CartPole-v1` for `CartPoleNoVel-v1`.
  public private(set) var variantOf: String?

  /// What the id itself does to the observation.
  private(set) var observation: ObservationConfiguration
  private var source: EnvironmentSource
  private let configure:
    @Sendable ([String: String]) throws(EnvironmentSetupError) -> EnvironmentSource
  /// The values of all arguments where these are given.
  private let values: @Sendable ([String: String]) throws(EnvironmentSetupError) -> [String: String]

  private init<Arguments: EnvironmentArguments>(
    id: String, summary: String, family: String, maximumEpisodeSteps: Int?, longestEpisode: Int?,
    replacedVersions: [Int], arguments: Arguments.Type,
    source: @escaping @Sendable (Arguments) -> EnvironmentSource
  ) {
    precondition(maximumEpisodeSteps ?? 1 > 0, "an episode has at least one step")
    self.id = id
    self.summary = summary
    self.family = family
    self.maximumEpisodeSteps = maximumEpisodeSteps
    self.longestEpisode = longestEpisode
    self.replacedVersions = replacedVersions
    self.arguments = Arguments().settingDescriptions
    variantOf = nil
    observation = ObservationConfiguration()
    self.source = source(Arguments())
    configure = { texts throws(EnvironmentSetupError) in
      var arguments = Arguments()
      try arguments.set(texts, id: id)
      return source(arguments)
    }
    values = { texts throws(EnvironmentSetupError) in
      var arguments = Arguments()
      try arguments.set(texts, id: id)
      return arguments.settingTexts
    }
  }
}

extension EnvironmentDescription {
  /// Describes environments that take arguments.
  ///
  /// - Parameters:
  ///   - family: The heading that lists show the environment under.
  ///   - longestEpisode: With how many steps an episode ends by itself at the latest, for lists to show.
  ///   - arguments: The type of the arguments that `make` is handed.
  ///   - make: Makes one environment. It is called once for each environment of a run.
  public init<World: Environment, Arguments: EnvironmentArguments>(
    id: String, summary: String, family: String = "Others", maximumEpisodeSteps: Int?,
    longestEpisode: Int? = nil, replacedVersions: [Int] = [], arguments: Arguments.Type,
    make: @escaping @Sendable (Arguments) throws(EnvironmentError) -> World
  ) {
    self.init(
      id: id, summary: summary, family: family, maximumEpisodeSteps: maximumEpisodeSteps,
      longestEpisode: longestEpisode, replacedVersions: replacedVersions, arguments: arguments,
      source: { arguments in
        EnvironmentSource(id: id) { () throws(EnvironmentError) in try make(arguments) }
      })
  }

  /// Describes environments that `make` makes. It is called once for each environment of a run.
  public init<World: Environment>(
    id: String, summary: String, family: String = "Others", maximumEpisodeSteps: Int?,
    longestEpisode: Int? = nil, replacedVersions: [Int] = [],
    make: @escaping @Sendable () throws(EnvironmentError) -> World
  ) {
    self.init(
      id: id, summary: summary, family: family, maximumEpisodeSteps: maximumEpisodeSteps,
      longestEpisode: longestEpisode, replacedVersions: replacedVersions,
      arguments: NoArguments.self, source: { _ in EnvironmentSource(id: id, make: make) })
  }

  /// Describes environments that are made a batch at a time and take arguments.
  ///
  /// - Parameter makeBatch: Makes the batch of the environments at these places of a run. It is called
  ///   once for each part that the environments of the run are cut into.
  public init<Worlds: EnvironmentBatch, Arguments: EnvironmentArguments>(
    id: String, summary: String, family: String = "Others", maximumEpisodeSteps: Int?,
    longestEpisode: Int? = nil, replacedVersions: [Int] = [], arguments: Arguments.Type,
    makeBatch: @escaping @Sendable (Arguments, BatchPlaces) throws(EnvironmentError) -> Worlds
  ) {
    self.init(
      id: id, summary: summary, family: family, maximumEpisodeSteps: maximumEpisodeSteps,
      longestEpisode: longestEpisode, replacedVersions: replacedVersions, arguments: arguments,
      source: { arguments in
        EnvironmentSource(
          id: id,
          makeBatch: { places throws(EnvironmentError) in
            try makeBatch(arguments, places)
          })
      })
  }

  /// Describes environments that `makeBatch` makes a batch at a time.
  public init<Worlds: EnvironmentBatch>(
    id: String, summary: String, family: String = "Others", maximumEpisodeSteps: Int?,
    longestEpisode: Int? = nil, replacedVersions: [Int] = [],
    makeBatch: @escaping @Sendable (BatchPlaces) throws(EnvironmentError) -> Worlds
  ) {
    self.init(
      id: id, summary: summary, family: family, maximumEpisodeSteps: maximumEpisodeSteps,
      longestEpisode: longestEpisode, replacedVersions: replacedVersions,
      arguments: NoArguments.self,
      source: { _ in EnvironmentSource(id: id, makeBatch: makeBatch) })
  }
}

extension EnvironmentDescription {
  /// The argument that every environment takes beside its own.
  static let stepLimitName = "max_episode_steps"

  /// All arguments, the one that every environment takes included.
  public var allArguments: [SettingDescription] {
    arguments + [
      SettingDescription(
        name: Self.stepLimitName, summary: "The step at which an episode is cut.",
        kind: Self.stepLimitKind,
        defaultValue: maximumEpisodeSteps.map(String.init) ?? Self.noStepLimit)
    ]
  }

  private static let noStepLimit = "none"
  /// The steps at which an episode can be cut.
  static let stepLimits = 1...1_000_000_000
  private static let stepLimitKind = "a whole number from 1 to \(stepLimits.upperBound), or none"

  /// This environment made with arguments, given by name as text.
  ///
  /// - Throws: ``EnvironmentSetupError`` for an argument that does not exist or cannot have that value.
  public func configured(
    _ texts: [String: String]
  ) throws(EnvironmentSetupError) -> EnvironmentDescription {
    var copy = self
    var own = texts
    if let text = own.removeValue(forKey: Self.stepLimitName) {
      copy.maximumEpisodeSteps = try stepLimit(text)
    }
    if !own.isEmpty { copy.source = try configure(own) }
    return copy
  }

  /// All arguments, given or left out, each with its value in the one form that it is written in. Equal
  /// environments have equal ones.
  ///
  /// - Throws: as ``configured(_:)``.
  public func completedArguments(
    _ texts: [String: String]
  ) throws(EnvironmentSetupError) -> [String: String] {
    var own = texts
    var limit = maximumEpisodeSteps
    if let text = own.removeValue(forKey: Self.stepLimitName) { limit = try stepLimit(text) }
    var result = try values(own)
    result[Self.stepLimitName] = limit.map(String.init) ?? Self.noStepLimit
    return result
  }

  /// The arguments whose values are not the defaults.
  ///
  /// - Throws: as ``configured(_:)``.
  public func changedArguments(
    _ texts: [String: String]
  ) throws(EnvironmentSetupError) -> [String: String] {
    let defaults = try completedArguments([:])
    return try completedArguments(texts).filter { defaults[$0.key] != $0.value }
  }

  private func stepLimit(_ text: String) throws(EnvironmentSetupError) -> Int? {
    if text == Self.noStepLimit { return nil }
    guard let steps = Int(settingText: text), Self.stepLimits.contains(steps) else {
      throw EnvironmentSetupError.impossibleArgument(
        id: id, name: Self.stepLimitName, value: text, kind: Self.stepLimitKind)
    }
    return steps
  }

  /// The variant whose agent does not see velocities and has to remember instead. `CartPole-v1`
  /// becomes `CartPoleNoVel-v1`.
  public var withoutVelocities: EnvironmentDescription {
    variant("NoVel", "Velocities are hidden.") { $0.selection = .withoutVelocities }
  }

  /// The variant whose agent sees no positions. `CartPole-v1` becomes `CartPoleNoPos-v1`.
  public var withoutPositions: EnvironmentDescription {
    variant("NoPos", "Positions are hidden.") { $0.selection = .withoutPositions }
  }

  /// The variant whose agent sees everything with Gaussian noise of standard deviation 0.1, in each
  /// component's own unit. `CartPole-v1` becomes `CartPoleNoisy-v1`.
  public var withNoise: EnvironmentDescription {
    variant("Noisy", "Observations have noise of standard deviation 0.1.") { $0.noise = 0.1 }
  }

  private func variant(
    _ suffix: String, _ sentence: String, _ change: (inout ObservationConfiguration) -> Void
  ) -> EnvironmentDescription {
    let name = EnvironmentName(id)
    var copy = self
    copy.id = EnvironmentName(base: name.base + suffix, version: name.version).id
    copy.summary = "\(summary) \(sentence)"
    copy.variantOf = id
    change(&copy.observation)
    return copy
  }
}

extension EnvironmentDescription {
  /// What an agent observes and does. Makes an environment to find out.
  ///
  /// - Returns: The components that the id leaves visible, the same as a policy sees them (each category
  ///   as zeros and a 1), and the actions.
  public func spaces() throws(EnvironmentSetupError) -> (
    observation: BoxSpace, seen: BoxSpace, action: ActionSpace
  ) {
    let environment = try makeEnvironment()
    let space = environment.observationSpace
    let visible = try space.selecting(observation.selection.indices(in: space, id: id), id: id)
    return (visible, visible.encoded, environment.actionSpace)
  }

  /// Makes one environment, as its author wrote it: without limits, clipping or masks.
  package func makeEnvironment() throws(EnvironmentSetupError) -> any Environment {
    try source.makeEnvironment()
  }

  /// Makes the environments of `indices`, places among all environments of the run.
  package func makeBatch(
    indices: Range<Int>, seed: UInt64, options: BatchOptions = BatchOptions()
  ) throws(EnvironmentSetupError) -> EnvironmentPipeline {
    try source.makeBatch(
      BatchPlan(
        id: id, indices: indices, seed: seed, maximumEpisodeSteps: maximumEpisodeSteps ?? .max,
        observation: observation, options: options))
  }
}
