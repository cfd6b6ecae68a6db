import Settings

/// Which environment a policy is trained in, and what of it the policy sees.
public struct EnvironmentConfiguration: Codable, Hashable, Sendable {
  /// The id in the registry, or the name of the task of one's own.
  public var id: String
  /// The files of a task of one's own, which is then in no registry.
  public var task: TaskSource?
  /// The environment's own arguments by name, as text; what is left out has its default.
  public var arguments: [String: String] = [:]
  /// What the policy sees.
  public var observation = ObservationConfiguration()
  /// For how many steps of the environment each action is taken; rewards are added up.
  public var actionRepeat = 1
  /// Whether actions of a box are clipped to its bounds before the environment sees them.
  public var clipsActions = true

  public init(id: String) { self.id = id }

  /// A task of one's own, called as its model's file without the extension.
  public init(task: TaskSource) {
    self.init(id: task.name)
    self.task = task
  }
}

extension EnvironmentConfiguration: Configurable {
  public static let settings: [Setting<Self>] =
    ObservationConfiguration.settings(within: "observation", \Self.observation) + [
      Setting(
        "actionRepeat", \Self.actionRepeat,
        "For how many steps of the environment each action is taken."),
      Setting(
        "clipsActions", \Self.clipsActions, short: "clip-actions",
        "Clip continuous actions to their bounds on the way to the environment."),
    ]
}

extension EnvironmentConfiguration {
  package var batchOptions: BatchOptions {
    BatchOptions(
      clipsActions: clipsActions, actionRepeat: actionRepeat, observation: observation)
  }
}

extension EnvironmentRegistry {
  /// The environment that a configuration asks for, with its arguments.
  ///
  /// - Throws: ``EnvironmentSetupError`` where there is none, or an argument is impossible.
  public func environment(
    for configuration: EnvironmentConfiguration
  ) throws(EnvironmentSetupError) -> EnvironmentDescription {
    try description(for: configuration).configured(configuration.arguments)
  }

  /// The same environment with every argument written out, the defaults included. Configurations that
  /// ask for the same are equal then.
  ///
  /// - Throws: as ``environment(for:)``.
  public func completed(
    _ configuration: EnvironmentConfiguration
  ) throws(EnvironmentSetupError) -> EnvironmentConfiguration {
    var result = configuration
    result.arguments = try description(for: configuration)
      .completedArguments(configuration.arguments)
    return result
  }

  private func description(
    for configuration: EnvironmentConfiguration
  ) throws(EnvironmentSetupError) -> EnvironmentDescription {
    if let task = configuration.task { return try task.environment() }
    return try find(configuration.id).environment
  }
}
