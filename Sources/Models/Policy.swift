import Foundation
import Spaces
import Tensors

/// An actor and a critic over one body, with all their parameters.
///
///     observation -> encoder -> [before_0 ... -> cells] -> trunk -> action head
///                                                               -> value
///
/// Actor and critic may have cells of their own.
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
  /// Whether the encoder has parameters.
  let encoderLearns: Bool
  /// The dense layers between encoder and memory.
  let before: DenseStack
  /// None, one that actor and critic share, or the actor's and the critic's.
  package let memories: [Memory]
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
    let configuration = configuration.completed(for: observation)
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
      .make(observation, configuration, &layout)
    let before = DenseStack(
      "before", count: configuration.layersBeforeMemory, inputs: encoder.outputSize,
      width: configuration.hiddenSize, activation: configuration.activation, in: &layout)
    let inputs = before.isEmpty ? encoder.outputSize : configuration.hiddenSize
    memories = Self.memories(configuration, inputs: inputs, in: &layout)
    trunk = configuration.trunkType.init(
      configuration, inputs: memories.first?.outputSize ?? inputs, in: &layout)
    (self.encoder, self.before) = (encoder, before)
    encoderLearns = !encoder.linearMaps.isEmpty
    guard memories.count < 2 || !trunk.sharesParameters else {
      throw PolicyConfigurationError(
        "Actor and critic with memories of their own share no layers above them.")
    }
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
      The \(configuration.resolvedLayerCount) layers of \(configuration.hiddenSize) units need at least \
      \(gigabytes(needed)) of memory, and this computer has \(gigabytes(present)).
      """)
  }

  private static func memories(
    _ configuration: PolicyConfiguration, inputs: Int, in layout: inout ParameterLayout
  ) -> [Memory] {
    guard let type = configuration.cellType else { return [] }
    guard configuration.separatesMemory else {
      return [Memory(type, inputs: inputs, heads: .both, start: 0, configuration, in: &layout)]
    }
    let actor = Memory(
      type, prefix: "actor_", inputs: inputs, heads: .actor, start: 0, configuration, in: &layout)
    let critic = Memory(
      type, prefix: "critic_", inputs: inputs, heads: .critic,
      start: actor.columns[actor.columns.count - 1].upperBound, configuration, in: &layout)
    return [actor, critic]
  }

  /// The numbers of an observation as an environment gives it, O.
  public var observationSize: Int { observation.size }
  /// A
  public var actionSize: Int { head.distribution.actionSize }
  /// The width of a stored hidden state, S; 0 without a cell.
  public var hiddenStateSize: Int { memories.last?.columns.last?.upperBound ?? 0 }
  /// What the state is made of, in order, such as `gru/h`; S numbers together.
  public var stateParts: [StatePart] {
    memories.flatMap { memory in
      zip(memory.names, memory.cells).flatMap { name, cell in
        cell.stateParts.map { StatePart("\(name)/\($0.name)", $0.size) }
      }
    }
  }
  /// The cell of a policy that has no other.
  package var onlyCell: (any RecurrentCell)? {
    memories.count == 1 && memories[0].cells.count == 1 ? memories[0].cells[0] : nil
  }
  /// F
  package var featureCount: Int { memories.first?.outputSize ?? inputSize }
  /// The numbers that the memory reads, or the trunk where there is none.
  var inputSize: Int { before.isEmpty ? encoder.outputSize : configuration.hiddenSize }
  /// Whether what is below the memory, or the trunk where there is none, learns.
  var inputLearns: Bool { encoderLearns || !before.isEmpty }
  /// Whether the memory, or the trunk where there is none, reads observations as they are.
  package var featuresEqualObservations: Bool { before.isEmpty && encoder is VectorEncoder }
  /// Whether a parameter serves actor and critic both.
  package var sharesParameters: Bool {
    memories.count == 1 || inputLearns || trunk.sharesParameters
  }
  /// What K-FAC sees of the parameters: all of them.
  package var linearMaps: [LinearMap] {
    encoder.linearMaps + before.linearMaps + memories.flatMap(\.linearMaps) + trunk.linearMaps
      + [valueHead.linearMap] + head.linearMaps
  }

  /// Draws new parameters, as the original work does: orthogonal weights, zero biases.
  public func initialize(using random: inout RandomStream) {
    encoder.initialize(parameters, using: &random)
    before.initialize(parameters, using: &random)
    for memory in memories { memory.initialize(parameters, using: &random) }
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
