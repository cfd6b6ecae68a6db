import Environments
import Settings

/// A setting of the world in which an evaluation is not like the training of its policy.
public struct WorldChange: Encodable, Hashable, Sendable, CustomStringConvertible {
  /// What the setting is called, such as `gravity` or `frame stack`.
  public let setting: String
  /// Its value in training and in the evaluation, in words.
  public let training, evaluation: String

  public var description: String { "\(setting) \(evaluation) instead of \(training)" }

  /// All of them, between the environment of a policy's training and the one that it is tried in.
  ///
  /// - Parameter registry: where the arguments that were left out have their defaults.
  public static func list(
    from training: EnvironmentConfiguration, to evaluation: EnvironmentConfiguration,
    in registry: EnvironmentRegistry = .standard
  ) -> [WorldChange] {
    var changes = [WorldChange]()
    func compare(_ setting: String, _ before: String, _ now: String) {
      if before != now {
        changes.append(WorldChange(setting: setting, training: before, evaluation: now))
      }
    }
    compare("environment", training.id, evaluation.id)
    let (before, now) = (arguments(training, registry), arguments(evaluation, registry))
    // What only one of two environments has says nothing.
    for name in before.keys.sorted() {
      if let old = before[name], let new = now[name] { compare(name, old, new) }
    }
    compare(
      "observed components", training.observation.selection.inWords,
      evaluation.observation.selection.inWords)
    compare(
      "observation noise", training.observation.noise.inWords,
      evaluation.observation.noise.inWords)
    compare(
      "previous action observed", training.observation.includesPreviousAction.inWords,
      evaluation.observation.includesPreviousAction.inWords)
    compare(
      "previous reward observed", training.observation.includesPreviousReward.inWords,
      evaluation.observation.includesPreviousReward.inWords)
    compare(
      "frame stack", "\(training.observation.frameStack)", "\(evaluation.observation.frameStack)")
    compare("action repeat", "\(training.actionRepeat)", "\(evaluation.actionRepeat)")
    compare("actions clipped", training.clipsActions.inWords, evaluation.clipsActions.inWords)
    return changes
  }

  /// All arguments with their values. Those of an environment that is not there any more are the ones
  /// that were given.
  private static func arguments(
    _ configuration: EnvironmentConfiguration, _ registry: EnvironmentRegistry
  ) -> [String: String] {
    (try? registry.completed(configuration).arguments) ?? configuration.arguments
  }
}

extension Bool {
  fileprivate var inWords: String { self ? "yes" : "no" }
}

extension Double? {
  fileprivate var inWords: String { map(\.settingText) ?? "that of the id" }
}

extension ObservationSelection {
  fileprivate var inWords: String {
    switch self {
    case .all: "all"
    case .withoutVelocities: "no velocities"
    case .withoutPositions: "no positions"
    case .components(let indices): indices.map(String.init).joined(separator: ",")
    }
  }
}
