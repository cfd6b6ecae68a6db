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

  /// What it is called in settings.
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

  /// R observations to features [R, F].
  func forward(_ observations: Observations, cache: Cache, parameters: Matrix) -> Matrix
  /// The features that the last forward pass gave.
  func output(_ observations: Observations, cache: Cache) -> Matrix

  /// Tells `sink` of each of ``linearMaps``, given dL/d(features), [R, F], which may be overwritten. It is
  /// not called where there are none.
  func backward(
    _ observations: Observations, outputGradient: Matrix, cache: Cache, buffers: GradientBuffers,
    parameters: Matrix, sink: ParameterSink)
}

/// What a forward pass of an ``ObservationEncoder`` leaves.
public protocol EncoderCache: AnyObject, Sendable {
  /// The outputs of its layers by the layers' names, [R, ...] each.
  var outputs: [(name: String, output: Matrix)] { get }
}
