import Spaces
import Tensors

/// What turns observations into features: the first part of a policy.
///
/// To add one, conform to this protocol in a file and register the type:
///
///     Encoders.register(RetinaEncoder.self)
///
/// Legend: R rows; O numbers in an observation; F features.
public protocol ObservationEncoder: Sendable {
  /// What a forward pass leaves.
  associatedtype Cache: EncoderCache
  /// What a backward pass works in.
  associatedtype GradientBuffers: AnyObject & Sendable

  /// What it is called in settings and checkpoints. Its parameters' names begin with it.
  static var name: String { get }
  /// Whether it can be the encoder of such observations.
  static func accepts(_ observation: ObservationLayout) -> Bool

  /// Appends the parameters to `layout`.
  init(_ observation: ObservationLayout, in layout: inout ParameterLayout)

  /// F
  var outputSize: Int { get }
  /// What K-FAC sees of it.
  var linearMaps: [LinearMap] { get }

  /// Draws new parameters.
  func initialize(_ parameters: Matrix, using random: inout RandomStream)

  /// Room for passes over at most `rows` rows.
  func makeCache(rows: Int, in carver: inout Carver) -> Cache
  func makeGradientBuffers(rows: Int, in carver: inout Carver) -> GradientBuffers

  /// Observations [R, O] to features [R, F].
  func forward(_ observations: Matrix, cache: Cache, parameters: Matrix) -> Matrix
  /// The features that the last forward pass gave.
  func output(_ observations: Matrix, cache: Cache) -> Matrix

  /// Tells `sink` of each of ``linearMaps``, given dL/d(features), [R, F], which may be overwritten. It is
  /// not called where there are none.
  func backward(
    _ observations: Matrix, outputGradient: Matrix, cache: Cache, buffers: GradientBuffers,
    parameters: Matrix, sink: ParameterSink)
}

/// What a forward pass of an ``ObservationEncoder`` leaves.
public protocol EncoderCache: AnyObject, Sendable {
  /// The outputs of its layers by the layers' names, [R, ...] each.
  var outputs: [(name: String, output: Matrix)] { get }
}

/// The encoders by name. The first that accepts an observation is its default.
public enum Encoders {
  private static let registry = Registry<any ObservationEncoder.Type>([VectorEncoder.self]) {
    $0.name
  }

  /// Makes an encoder known by its name, in place of another of that name.
  public static func register(_ encoder: any ObservationEncoder.Type) { registry.register(encoder) }

  /// The names of all encoders.
  public static var names: [String] { registry.names }

  /// The encoder of that name, or nil.
  static func named(_ name: String) -> (any ObservationEncoder.Type)? { registry[name] }

  /// The encoder of such observations.
  ///
  /// - Parameter name: nil stands for the default.
  /// - Throws: where there is none of that name, or it is one of other observations.
  static func encoder(
    _ name: String?, of observation: ObservationLayout
  ) throws(PolicyConfigurationError) -> any ObservationEncoder.Type {
    let fitting = names.filter { named($0)?.accepts(observation) ?? false }
    guard let chosen = name ?? fitting.first else {
      throw PolicyConfigurationError("No encoder is known of the observations \(observation).")
    }
    guard let encoder = named(chosen), encoder.accepts(observation) else {
      throw PolicyConfigurationError(
        """
        \(setting: "encoder") is '\(chosen)'; of the observations \(observation) it must be one of \
        \(fitting.joined(separator: ", ")).
        """)
    }
    return encoder
  }
}
