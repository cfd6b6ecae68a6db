import Tensors

/// An actor and a critic over one body, with all their parameters.
///
/// Legend: R rows (samples), n sequences, O observation size, H hidden size, S size of a
/// cell's state, F features that the dense layers read, A action size, P numbers
/// that parametrise the distribution over actions.
///
/// Passes only read the parameters, so that any number of them may run at a time, each in a
/// ``PolicyWorkspace`` of its own.
public final class Policy: Sendable {
  public let configuration: PolicyConfiguration
  public let headConfiguration: HeadConfiguration
  public let observationSize: Int
  public let layout: ParameterLayout
  /// All parameters, [1, layout.count].
  public let parameters: Matrix
  private let arena: Arena

  package let base: FlexBase
  package let head: ActionHead
  let valueHead: Dense

  /// More is no observation.
  private static let observationSizes = 1...1 << 24

  /// Makes a policy whose parameters are all zero.
  ///
  /// - Throws: where the sizes cannot be built, or not in this computer's memory.
  public init(
    _ configuration: PolicyConfiguration, observationSize: Int, head: HeadConfiguration
  ) throws(PolicyConfigurationError) {
    try configuration.validate()
    try head.validate()
    guard Self.observationSizes.contains(observationSize) else {
      throw PolicyConfigurationError(
        "A policy cannot observe \(observationSize) numbers; it can observe from 1 to 16777216.")
    }
    try configuration.validateMemory(observationSize: observationSize, head: head)
    self.configuration = configuration
    self.headConfiguration = head
    self.observationSize = observationSize
    var layout = ParameterLayout()
    base = FlexBase(configuration, observationSize: observationSize, in: &layout)
    layout.heads = .critic
    valueHead = Dense(
      "value", inputs: base.outputSize, outputs: 1, activation: .identity,
      gain: Float(2).squareRoot(),
      in: &layout)
    layout.heads = .actor
    self.head = ActionHead(head, inputs: base.outputSize, in: &layout)
    self.layout = layout
    let count = layout.count
    (arena, parameters) = Arena.carve { $0.matrix(rows: 1, columns: count) }
  }

  /// The width of a stored hidden state, S; 0 without a cell.
  public var hiddenStateSize: Int { base.cell?.stateSize ?? 0 }
  /// What K-FAC sees of the parameters: all of them.
  package var linearMaps: [LinearMap] { base.linearMaps + [valueHead.linearMap] + head.linearMaps }

  /// Draws new parameters, as the original work does: orthogonal weights, zero biases.
  public func initialize(using random: inout RandomStream) {
    base.initialize(parameters, using: &random)
    valueHead.initialize(parameters, using: &random)
    head.initialize(parameters, using: &random)
  }

  /// A parameter's values as a matrix view.
  public func parameter(_ slot: ParameterLayout.Slot) -> Matrix { slot.view(in: parameters) }
}
