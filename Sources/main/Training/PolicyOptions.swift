import Agents
import ArgumentParser
import Models

/// The policy's shape.
struct PolicyOptions: ParsableArguments {
  @Option(setting: "policy.encoder") var encoder: EncoderName?

  @Option(setting: "policy.encoderSize") var encoderSize: Int?

  @Option(setting: "policy.encoderActivation") var encoderActivation: Activation?

  @Flag(setting: "policy.isRecurrent") var recurrent: Bool?

  @Option(setting: "policy.cell") var cell: CellName?

  @Option(setting: "policy.cellCount") var numCells: Int?

  @Flag(setting: "policy.separatesMemory") var separateMemory: Bool?

  @Option(setting: "policy.layersBeforeMemory") var layersBeforeMemory: Int?

  @Option(setting: "policy.memoryInit") var memoryInit: MemoryInitialization?

  @Option(setting: "policy.rnn.nonlinearity") var rnnNonlinearity: RNNConfiguration.Nonlinearity?

  @Option(setting: "policy.rnn.leak") var rnnLeak: Double?

  @Option(setting: "policy.rnn.excitatory") var rnnExcitatory: Double?

  @Flag(setting: "policy.rnn.connectsToSelf") var rnnSelfConnections: Bool?

  @Option(setting: "policy.lruUnits") var lruUnits: Int?

  @Option(setting: "policy.trunk") var trunk: TrunkName?

  @Option(setting: "policy.hiddenSize") var hiddenSize: Int?

  @Option(setting: "policy.layerCount") var numLayers: Int?

  @Option(setting: "policy.sharedLayerCount") var numSharedLayers: Int?

  @Option(setting: "policy.activation") var activation: Activation?

  @Option(setting: "policy.distribution") var distribution: DistributionName?
}

extension Activation: ExpressibleByArgument {}
extension MemoryInitialization: ExpressibleByArgument {
  public init?(argument: String) { self.init(settingText: argument) }
  public var defaultValueDescription: String { settingText }
}
extension RNNConfiguration.Nonlinearity: ExpressibleByArgument {}

/// The name of one of a policy's parts that is known here.
protocol PartName: ExpressibleByArgument, SettingArgument {
  static var names: [String] { get }
  var name: String { get }
  init(name: String)
}

extension PartName {
  init?(argument: String) {
    guard Self.names.contains(argument) else { return nil }
    self.init(name: argument)
  }

  static var allValueStrings: [String] { names }
  static var defaultCompletionKind: CompletionKind { .list(names) }
  var settingValue: Any { name as String? as Any }
}

/// Convolutions may be spelt out, too.
struct EncoderName: PartName {
  let name: String
  static var names: [String] { Encoders.names }

  init(name: String) { self.name = name }
  init?(argument: String) { self.init(name: argument) }
}

struct CellName: PartName {
  let name: String
  static var names: [String] { Cells.names }

  /// The first of them is what is taken where none is named.
  var settingValue: Any { (name == Cells.names.first ? nil : name) as String? as Any }
}

struct TrunkName: PartName {
  let name: String
  static var names: [String] { Trunks.names }
}

struct DistributionName: PartName {
  let name: String
  static var names: [String] { ActionDistributions.names }
}
