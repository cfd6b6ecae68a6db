import Foundation
import Spaces
import Tensors

/// An actor and a critic over one body, with all their parameters.
///
///     observation -> encoder -> [cell] -> trunk -> action head
///                                               -> value
///
/// Legend: R rows (samples), n sequences, O observation size, H hidden size, S size of a cell's state,
/// F features that the trunk reads, A action size, P numbers that parametrise the distribution over
/// actions.
///
/// Passes only read the parameters, so that any number of them may run at a time, each in a
/// ``PolicyWorkspace`` of its own.
public final class Policy: Sendable {
  public let configuration: PolicyConfiguration
  public let headConfiguration: HeadConfiguration
  public let observation: ObservationLayout
  public let layout: ParameterLayout
  /// All parameters, [1, layout.count].
  public let parameters: Matrix
  private let arena: Arena

  package let encoder: any ObservationEncoder
  package let cell: (any RecurrentCell)?
  package let trunk: any Trunk
  package let head: ActionHead
  let valueHead: Dense

  /// More is no observation.
  private static let observationSizes = 1...1 << 24

  /// Makes a policy whose parameters are all zero.
  ///
  /// - Throws: where the sizes cannot be built, or not in this computer's memory.
  public init(
    _ configuration: PolicyConfiguration, observation: ObservationLayout, head: HeadConfiguration
  ) throws(PolicyConfigurationError) {
    try configuration.validate()
    try head.validate()
    guard Self.observationSizes.contains(observation.size) else {
      throw PolicyConfigurationError(
        "A policy cannot observe \(observation.size) numbers; it can observe from 1 to 16777216.")
    }
    self.configuration = configuration
    self.headConfiguration = head
    self.observation = observation
    var layout = ParameterLayout()
    layout.heads = .both
    let encoder = try Encoders.encoder(configuration.encoder, of: observation)
      .init(observation, in: &layout)
    let cell = configuration.cellType.map { type in
      type.init(
        CellShape(
          name: type.name, inputs: encoder.outputSize, hiddenSize: configuration.hiddenSize,
          configuration: configuration),
        in: &layout)
    }
    trunk = configuration.trunkType.init(
      configuration, inputs: cell?.output.count ?? encoder.outputSize, in: &layout)
    (self.encoder, self.cell) = (encoder, cell)
    layout.heads = .critic
    valueHead = Dense(
      "value", inputs: trunk.outputSize, outputs: 1, activation: .identity,
      gain: Float(2).squareRoot(), in: &layout)
    layout.heads = .actor
    self.head = ActionHead(head, inputs: trunk.outputSize, in: &layout)
    self.layout = layout
    try Self.validateMemory(layout, configuration)
    let count = layout.count
    (arena, parameters) = Arena.carve { $0.matrix(rows: 1, columns: count) }
  }

  /// Makes a policy of plain numbers, `observationSize` of them, likewise.
  public convenience init(
    _ configuration: PolicyConfiguration, observationSize: Int, head: HeadConfiguration
  ) throws(PolicyConfigurationError) {
    try self.init(configuration, observation: .vector(observationSize), head: head)
  }

  /// Throws where the parameters do not fit into this computer's memory.
  private static func validateMemory(
    _ layout: ParameterLayout, _ configuration: PolicyConfiguration
  ) throws(PolicyConfigurationError) {
    let needed = 4 * Double(layout.count)
    let present = Double(ProcessInfo.processInfo.physicalMemory)
    guard needed > present else { return }
    func gigabytes(_ bytes: Double) -> String {
      String(format: "%.0f GB", (bytes / 1e9).rounded(.up))
    }
    throw PolicyConfigurationError(
      """
      The \(configuration.layerCount) layers of \(configuration.hiddenSize) units need at least \
      \(gigabytes(needed)) of memory, and this computer has \(gigabytes(present)).
      """)
  }

  /// O
  public var observationSize: Int { observation.size }
  /// A
  public var actionSize: Int { head.distribution.actionSize }
  /// The width of a stored hidden state, S; 0 without a cell.
  public var hiddenStateSize: Int { cell?.stateSize ?? 0 }
  /// F
  package var featureCount: Int { cell?.output.count ?? encoder.outputSize }
  /// Whether what is below the cell, or the trunk where there is none, learns.
  var encoderLearns: Bool { !encoder.linearMaps.isEmpty }
  /// Whether a parameter serves actor and critic both.
  package var sharesParameters: Bool {
    cell != nil || encoderLearns || trunk.sharesParameters
  }
  /// What K-FAC sees of the parameters: all of them.
  package var linearMaps: [LinearMap] {
    encoder.linearMaps + (cell?.linearMaps ?? []) + trunk.linearMaps + [valueHead.linearMap]
      + head.linearMaps
  }

  /// Draws new parameters, as the original work does: orthogonal weights, zero biases.
  public func initialize(using random: inout RandomStream) {
    encoder.initialize(parameters, using: &random)
    cell?.initialize(parameters, using: &random)
    trunk.initialize(parameters, using: &random)
    valueHead.initialize(parameters, using: &random)
    head.initialize(parameters, using: &random)
  }

  /// A parameter's values as a matrix view.
  public func parameter(_ slot: ParameterLayout.Slot) -> Matrix { slot.view(in: parameters) }
}

extension HeadSet {
  public static let actor = HeadSet(rawValue: 1)
  public static let critic = HeadSet(rawValue: 2)
  /// Actor and critic.
  public static let both: HeadSet = [.actor, .critic]
}
