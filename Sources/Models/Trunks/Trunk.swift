import Tensors

/// The dense layers of a policy between its features, which an encoder or a cell gives, and its heads:
/// first those that all heads share, then those of each.
///
/// To add one, conform to this protocol in a file and register the type:
///
///     Trunks.register(ResidualTrunk.self)
///
/// Legend: R rows; F features; K numbers that the shared layers give; H numbers that a head reads.
public protocol Trunk: Sendable {
  /// What a forward pass leaves.
  associatedtype Cache: TrunkCache
  /// What a backward pass works in.
  associatedtype GradientBuffers: AnyObject & Sendable

  /// What it is called in settings and checkpoints.
  static var name: String { get }

  /// Appends the parameters to `layout`, whose `heads` are to say whom each of them serves.
  ///
  /// - Parameter inputs: F.
  init(_ configuration: PolicyConfiguration, inputs: Int, in layout: inout ParameterLayout)

  /// K; F where there are no shared layers.
  var sharedSize: Int { get }
  /// H
  var outputSize: Int { get }
  /// What K-FAC sees of it.
  var linearMaps: [LinearMap] { get }
  /// Whether a parameter serves actor and critic both.
  var sharesParameters: Bool { get }

  /// Draws new parameters.
  func initialize(_ parameters: Matrix, using random: inout RandomStream)

  /// Room for passes over at most `rows` rows.
  ///
  /// - Parameter heads: those that passes go through.
  func makeCache(rows: Int, heads: HeadSet, in carver: inout Carver) -> Cache
  func makeGradientBuffers(rows: Int, in carver: inout Carver) -> GradientBuffers

  /// Features [R, F] through the shared layers, [R, K].
  func forwardShared(_ features: Matrix, cache: Cache, parameters: Matrix) -> Matrix
  /// What the shared layers gave, [R, K], through those of one head, [R, H].
  func forward(
    _ shared: Matrix, to head: HeadSet, cache: Cache, parameters: Matrix
  ) -> Matrix

  /// What a head read in the last forward pass, [R, H].
  func output(_ shared: Matrix, to head: HeadSet, cache: Cache) -> Matrix
  /// What the shared layers gave in the last forward pass, [R, K].
  func sharedOutput(_ features: Matrix, cache: Cache) -> Matrix

  /// Walks the layers of one head down.
  ///
  /// - Parameters:
  ///   - outputGradient: dL/d(what the head reads), [R, H]; may be overwritten.
  ///   - sharedGradient: where dL/d(shared), [R, K], goes, or nil where nobody asks for it.
  ///   - accumulating: whether it is added to what is there.
  func backward(
    _ shared: Matrix, from head: HeadSet, outputGradient: Matrix, sharedGradient: Matrix?,
    accumulating: Bool, cache: Cache, buffers: GradientBuffers,
    parameters: Matrix, sink: ParameterSink)

  /// Walks the shared layers down.
  ///
  /// - Parameters:
  ///   - sharedGradient: [R, K]; may be overwritten.
  ///   - featuresGradient: where dL/d(features), [R, F], goes, or nil where nobody asks for it.
  func backwardShared(
    _ features: Matrix, sharedGradient: Matrix, featuresGradient: Matrix?, cache: Cache,
    buffers: GradientBuffers, parameters: Matrix, sink: ParameterSink)
}

/// What a forward pass of a ``Trunk`` leaves.
public protocol TrunkCache: AnyObject, Sendable {
  /// The outputs of its layers by the layers' names, [R, ...] each.
  var outputs: [(name: String, output: Matrix)] { get }
}

/// The trunks by name.
public enum Trunks {
  private static let registry = Registry<any Trunk.Type>([FlexBase.self]) { $0.name }

  /// Makes a trunk known by its name, in place of another of that name.
  public static func register(_ trunk: any Trunk.Type) { registry.register(trunk) }

  /// The names of all trunks.
  public static var names: [String] { registry.names }

  /// The trunk of that name, or nil.
  static func named(_ name: String) -> (any Trunk.Type)? { registry[name] }
}
