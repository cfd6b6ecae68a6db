import Agents
import ArgumentParser
import Environments
import Foundation

/// What world it is and what of it the policy sees. Only what is given changes a configuration.
struct EnvironmentOptions: ParsableArguments {
  @Option("id", "The environment's id; see 'agents environments'. Or an MJCF model of your own.")
  var env: String?

  @Option("file", "The task file for a model of your own; docs/tasks.md describes it.")
  var task: String?

  @Option(
    name: .customLong("env-arg"),
    help: ArgumentHelp(
      "An argument of the environment; may be repeated. See 'agents environments ID'.",
      valueName: "name=value"))
  var arguments: [String] = []

  @Option(
    "what",
    """
    What the policy sees of the observation: components by name or index, such as 0,1,4, or \
    no-velocities, or no-positions. (all)
    """)
  var observe: String?

  @Option(setting: "environment.observation.noise") var observationNoise: Double?

  @Flag(setting: "environment.observation.includesPreviousAction") var observePreviousAction: Bool?

  @Flag(setting: "environment.observation.includesPreviousReward") var observePreviousReward: Bool?

  @Option(setting: "environment.observation.frameStack") var frameStack: Int?

  @Option(setting: "environment.actionRepeat") var actionRepeat: Int?

  @Flag(setting: "environment.clipsActions") var clipActions: Bool?

  /// What --env and --task name, with a sentence where that is another version than the one asked for;
  /// nil where they are left out.
  func choice(
    in registry: EnvironmentRegistry
  ) throws -> (configuration: EnvironmentConfiguration, note: String?)? {
    let isModel = env?.lowercased().hasSuffix(".xml") ?? false
    switch (env, task) {
    case (let env?, let task?) where isModel:
      let source = try TaskSource(model: URL(filePath: env), task: URL(filePath: task))
      return (EnvironmentConfiguration(task: source), nil)
    case (let env?, nil) where isModel:
      throw ConfigurationError(
        "A model does not say what its task is; add --task FILE to --env \(env).")
    case (let env?, nil):
      let (environment, note) = try registry.find(env)
      return (EnvironmentConfiguration(id: environment.id), note)
    case (_, _?):
      throw ConfigurationError(
        "--task goes with a model of your own, a file that ends in .xml: --env MODEL.xml --task FILE."
      )
    case (nil, nil): return nil
    }
  }

  /// Changes what is given.
  ///
  /// - Returns: a sentence where the environment has another version than the one asked for.
  func apply(
    to configuration: inout EnvironmentConfiguration, registry: EnvironmentRegistry
  ) throws -> String? {
    let choice = try choice(in: registry)
    if let (environment, _) = choice {
      // Arguments belong to the environment that they were given for.
      if environment.id != configuration.id || environment.task != configuration.task {
        configuration.arguments = [:]
      }
      (configuration.id, configuration.task) = (environment.id, environment.task)
    }
    for argument in arguments {
      let (name, value) = try Self.split(argument)
      configuration.arguments[name] = value
    }
    if let observe {
      configuration.observation.selection = try selection(
        observe, of: registry.environment(for: configuration))
    }
    configuration.apply(self)
    return choice?.note
  }

  /// Takes `name=value` apart.
  private static func split(_ argument: String) throws -> (name: String, value: String) {
    guard let mark = argument.firstIndex(of: "="), mark != argument.startIndex else {
      throw ConfigurationError(
        "--env-arg takes a name and a value, such as max_episode_steps=200; '\(argument)' is none.")
    }
    let parts = [argument[..<mark], argument[argument.index(after: mark)...]]
      .map { $0.trimmingCharacters(in: .whitespaces) }
    return (parts[0], parts[1])
  }

  private func selection(
    _ text: String, of environment: EnvironmentDescription
  ) throws -> ObservationSelection {
    switch text {
    case "all": return .all
    case "no-velocities": return .withoutVelocities
    case "no-positions": return .withoutPositions
    default:
      let space = try environment.spaces().observation
      return .components(
        try text.split(separator: ",").flatMap { part in
          let part = part.trimmingCharacters(in: .whitespaces)
          if let index = Int(part) { return [index] }
          if let indices = space.indices(named: part) { return Array(indices) }
          throw ConfigurationError(
            """
            --observe takes no-velocities, no-positions, or indices or names of components separated \
            by commas; '\(part)' is none. \(environment.id) has \
            \(space.names.joined(separator: ", ")).
            """)
        })
    }
  }
}
