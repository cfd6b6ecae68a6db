import Spaces
import Tensors

/// The distribution over actions that a policy's actor ends in.
///
/// A distribution is a value; where it has parameters of its own beside those of the network, it knows
/// where they lie. To add one, conform to this protocol in a file and register the type:
///
///     ActionDistributions.register(SquashedGaussian.self)
///
/// Legend: R rows; A numbers that store an action; P numbers that the network gives for a row, such as
/// logits or means, the distribution's parameters; D numbers that describe a row's distribution wholly. A
/// random stream a row makes samples independent of how rows are batched.
public protocol ActionDistribution: Sendable {
  /// What it is called in settings, checkpoints and trajectories, such as `categorical`.
  static var name: String { get }

  /// What it is made of for the actions of `space`, such as the number of categories of each choice; nil
  /// where it has no such actions.
  static func sizes(for space: ActionSpace) -> [Int]?

  /// Appends parameters of its own to `layout`, if it has any.
  init(sizes: [Int], in layout: inout ParameterLayout)

  /// A
  var actionSize: Int { get }
  /// P
  var parameterSize: Int { get }
  /// The gain of the last layer's orthogonal initialisation.
  var gain: Float { get }
  /// Parameters of its own as K-FAC sees them: biases alone.
  var linearMaps: [LinearMap] { get }
  /// How many numbers a row ``backward`` works in.
  var scratchSize: Int { get }

  /// Sets parameters of its own.
  func initialize(_ parameters: Matrix)

  /// The standard deviation of each component of an action, [A], where it is the same in every state;
  /// nil where there is no such thing.
  func standardDeviations(parameters: Matrix) -> [Float]?

  /// Turns what the network gives, [R, P], into what the other functions take, in place.
  func normalize(_ actionParameters: Matrix)

  /// Draws an action for each row, [R, A], and writes it with its log-probability, R numbers.
  func sample(
    _ actionParameters: Matrix, actions: Matrix, logProbabilities: Matrix, parameters: Matrix,
    streams: inout [RandomStream])

  /// Writes the most probable action of each row.
  func mode(_ actionParameters: Matrix, actions: Matrix)

  /// Writes the log-probability of each row's action and the entropy of each row's distribution.
  func evaluate(
    _ actionParameters: Matrix, actions: Matrix, logProbabilities: Matrix, entropies: Matrix,
    parameters: Matrix)

  /// Writes dL/d(what the network gave), [R, P], and tells `sink` of parameters of its own.
  ///
  /// - Parameters:
  ///   - logProbabilityGradients: dL/d(log-probability) a row, [R, 1].
  ///   - entropyGradient: dL/d(entropy), the same for all rows.
  ///   - scratch: room to work in, [R, scratchSize].
  func backward(
    _ actionParameters: Matrix, actions: Matrix, logProbabilityGradients: Matrix,
    entropyGradient: Float, into gradient: Matrix, scratch: Matrix, parameters: Matrix,
    sink: ParameterSink)

  // MARK: How far a distribution is from an earlier one

  /// D; 0 where two distributions cannot be compared, and a penalty on their divergence is refused.
  var descriptionSize: Int { get }

  /// Writes what describes each row's distribution without ``parameters`` of its own, [R, D].
  func describe(_ actionParameters: Matrix, parameters: Matrix, into descriptions: Matrix)

  /// Writes the Kullback-Leibler divergence of each row, KL(old || new) of the distribution that was
  /// described then from the one that is now, R numbers.
  func divergences(
    _ actionParameters: Matrix, parameters: Matrix, from descriptions: Matrix,
    into divergences: Matrix)

  /// Adds `weight` · dKL(old || new)/d(what the network gave) to what ``backward`` left in `gradient`,
  /// [R, P], and adds to what it told `sink` of parameters of its own.
  ///
  /// - Parameter scratch: room to work in, [R, scratchSize].
  func addDivergenceGradient(
    _ actionParameters: Matrix, parameters: Matrix, from descriptions: Matrix, weight: Float,
    to gradient: Matrix, scratch: Matrix, sink: ParameterSink)
}

// A distribution without parameters of its own has nothing to say of them.
extension ActionDistribution {
  public var linearMaps: [LinearMap] { [] }
  public var scratchSize: Int { 0 }
  public func initialize(_ parameters: Matrix) {}
  public func standardDeviations(parameters: Matrix) -> [Float]? { nil }
  public func normalize(_ actionParameters: Matrix) {}
}

// One that does not say how it is described cannot be compared, and is not asked to.
extension ActionDistribution {
  public var descriptionSize: Int { 0 }

  public func describe(
    _ actionParameters: Matrix, parameters: Matrix, into descriptions: Matrix
  ) {
    lacksDivergence()
  }

  public func divergences(
    _ actionParameters: Matrix, parameters: Matrix, from descriptions: Matrix,
    into divergences: Matrix
  ) {
    lacksDivergence()
  }

  public func addDivergenceGradient(
    _ actionParameters: Matrix, parameters: Matrix, from descriptions: Matrix, weight: Float,
    to gradient: Matrix, scratch: Matrix, sink: ParameterSink
  ) {
    lacksDivergence()
  }

  private func lacksDivergence() -> Never {
    preconditionFailure("a distribution with descriptions has divergences: \(Self.name) has not")
  }
}

/// The distributions by name. The first that has a space's actions is its default.
public enum ActionDistributions {
  private static let registry = Registry<any ActionDistribution.Type>([
    Categorical.self, DiagGaussian.self, Bernoulli.self,
  ]) { $0.name }

  /// Makes a distribution known by its name, in place of another of that name.
  public static func register(_ distribution: any ActionDistribution.Type) {
    registry.register(distribution)
  }

  /// The names of all distributions.
  public static var names: [String] { registry.names }

  /// The distribution of that name, or nil.
  static func named(_ name: String) -> (any ActionDistribution.Type)? { registry[name] }
}
