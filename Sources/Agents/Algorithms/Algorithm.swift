import Lanes
import Models
import Settings
import Storage
import Tensors

/// Anything that turns a rollout into better parameters.
///
/// To add one, conform to this protocol in a file and register the type:
///
///     Algorithms.register(Reinforce.self)
public protocol Algorithm: AnyObject, Sendable {
  /// What it is called in settings and on the command line.
  static var name: AlgorithmName { get }
  /// Changes the common defaults to those of the algorithm. Whether the policy is recurrent is set already.
  static func setDefaults(of configuration: inout TrainingConfiguration)
  /// Throws where the algorithm cannot work with the settings.
  static func validate(_ configuration: TrainingConfiguration) throws(ConfigurationError)
  /// Throws where it cannot work with the policy that was made of them: only now it is known what its parts
  /// are.
  static func validate(
    _ configuration: TrainingConfiguration, for policy: Policy
  ) throws(ConfigurationError)
  /// Whether the rollout is to keep what the distributions over actions were, for policies that can tell
  /// how far they are from them.
  static func comparesDistributions(_ configuration: TrainingConfiguration) -> Bool
  /// Whether each rollout is learnt from in a single step, so that its actions are still the policy's.
  static var learnsOnce: Bool { get }
  /// How an update goes through its rollout.
  static func passes(_ configuration: TrainingConfiguration) -> UpdatePasses

  init(_ context: LearningContext)

  /// Learns from the rollout that its storage holds now.
  ///
  /// - Parameters:
  ///   - remaining: the part of training still to come, this update included, in (0, 1]; what decays
  ///     linearly is multiplied by it.
  ///   - isCancelled: asked before each step; true gives the update up.
  /// - Returns: nil where the update was given up. Parameters and optimizer then stand somewhere inside
  ///   of it.
  func update(
    remaining: Double, isCancelled: () -> Bool
  ) throws(TrainingError) -> UpdateStatistics?

  /// What makes its steps, and what a checkpoint keeps of them.
  var learner: GradientLearner { get }
  /// The stream that orders samples, whose position a checkpoint keeps.
  var random: RandomStream { get set }
  /// Numbers of its own that change from update to update, which a checkpoint keeps; finite ones, always of
  /// the same names.
  var coefficients: [(name: String, value: Double)] { get set }
}

/// How an update goes through its rollout.
public struct UpdatePasses: Sendable, Equatable {
  /// How often, at most.
  public var epochCount: Int
  /// In how many parts, each of which gives a step.
  public var minibatchCount: Int

  /// One pass in one part unless said otherwise.
  public init(epochCount: Int = 1, minibatchCount: Int = 1) {
    self.epochCount = epochCount
    self.minibatchCount = minibatchCount
  }
}

/// What an algorithm learns from and with.
public struct LearningContext: Sendable {
  public let policy: Policy
  public let rollout: RolloutStorage
  public let configuration: TrainingConfiguration
  package let pool: LanePool

  package init(
    policy: Policy, rollout: RolloutStorage, configuration: TrainingConfiguration, pool: LanePool
  ) {
    self.policy = policy
    self.rollout = rollout
    self.configuration = configuration
    self.pool = pool
  }

  /// A stream for the order of samples.
  public func makeRandomStream() -> RandomStream {
    RandomStream(seed: configuration.seed, purpose: .minibatches)
  }
}

extension Algorithm {
  public static func validate(_ configuration: TrainingConfiguration) {}
  public static func validate(_ configuration: TrainingConfiguration, for policy: Policy) {}
  public static func comparesDistributions(_ configuration: TrainingConfiguration) -> Bool { false }
  public static var learnsOnce: Bool { true }
  public static func passes(_ configuration: TrainingConfiguration) -> UpdatePasses {
    UpdatePasses()
  }

  /// None unless said otherwise.
  public var coefficients: [(name: String, value: Double)] {
    get { [] }
    set {}
  }

  package var optimizer: any Optimizer { learner.optimizer }

  /// The same to its end.
  package func update(remaining: Double) throws(TrainingError) -> UpdateStatistics {
    guard let statistics = try update(remaining: remaining, isCancelled: { false }) else {
      preconditionFailure("nobody gave the update up")
    }
    return statistics
  }
}

/// The algorithms by name.
public enum Algorithms {
  private static let registry = Registry<any Algorithm.Type>([A2C.self, PPO.self, ACKTR.self]) {
    $0.name.rawValue
  }

  /// Makes an algorithm known by its name, in place of another of that name.
  public static func register(_ algorithm: any Algorithm.Type) { registry.register(algorithm) }

  /// The names of all algorithms.
  public static var names: [AlgorithmName] { registry.names.map(AlgorithmName.init(rawValue:)) }

  /// The algorithm of that name.
  ///
  /// - Throws: ``ConfigurationError`` where there is none.
  public static func named(_ name: AlgorithmName) throws(ConfigurationError) -> any Algorithm.Type {
    guard let algorithm = registry[name.rawValue] else {
      let known = names.map(\.rawValue).joined(separator: ", ")
      throw ConfigurationError(
        "\(setting: "algorithm") is '\(name.rawValue)'; it must be one of \(known).")
    }
    return algorithm
  }
}

/// The name of an algorithm. One that is read from a file has to be known here.
public struct AlgorithmName: RawRepresentable, Codable, Hashable, Sendable {
  public let rawValue: String

  public init(rawValue: String) { self.rawValue = rawValue }

  public static let ppo = AlgorithmName(rawValue: "ppo")
  public static let a2c = AlgorithmName(rawValue: "a2c")
  public static let acktr = AlgorithmName(rawValue: "acktr")
}

extension AlgorithmName {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    self.init(rawValue: try container.decode(String.self))
    guard Algorithms.names.contains(self) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "there is no algorithm '\(rawValue)'")
    }
  }
}
