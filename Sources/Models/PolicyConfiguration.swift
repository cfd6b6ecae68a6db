import Settings
import Spaces

/// What a policy is made of. With an observation size and a head it determines every shape.
public struct PolicyConfiguration: Codable, Hashable, Sendable {
  /// The encoder's name, or its convolutions spelt out; nil means the first that accepts the observation.
  public var encoder: String?
  /// The number of features that an encoder of images gives; nil means its own.
  public var encoderSize: Int?
  /// The nonlinearity after an encoder's dense layer, where it has one; nil means relu.
  public var encoderActivation: Activation?
  /// Whether a recurrent cell stands between the encoder and the dense layers.
  public var isRecurrent = false
  /// The cell's name; nil means `gru`.
  public var cell: String?
  /// How many cells stand one above the other.
  public var cellCount = 1
  /// Whether actor and critic have memories of their own.
  public var separatesMemory = false
  /// The number of dense layers between the encoder and the memory.
  public var layersBeforeMemory = 0
  /// How the biases of the cells' gates are drawn; nil means zeros.
  public var memoryInit: MemoryInitialization?
  /// What an RNN is, where the cell is one; nil stands for its defaults.
  public var rnn: RNNConfiguration?
  /// The number of complex numbers in an LRU; nil means the hidden size.
  public var lruUnits: Int?
  /// The name of what the dense layers make up; nil means `flex`.
  public var trunk: String?
  /// The width of the cell and of every dense layer, H.
  public var hiddenSize = 64
  /// The number of dense layers after the input or the cell; nil means 2, or 0 after an encoder of images.
  public var layerCount: Int?
  /// How many of them, counted from the input, serve actor and critic both; -1 means all.
  public var sharedLayerCount = 0
  /// The nonlinearity after each dense layer.
  public var activation = Activation.tanh
  /// The name of the distribution over actions; nil means the first that has the environment's.
  public var distribution: String?

  public init() {}

  /// `layerCount` where it is known what is observed: see ``completed(for:)``.
  public var resolvedLayerCount: Int { layerCount ?? Self.layerCount }
  private static let layerCount = 2

  /// `sharedLayerCount` with -1 resolved.
  public var resolvedSharedLayerCount: Int {
    sharedLayerCount == -1 ? resolvedLayerCount : sharedLayerCount
  }

  /// The same with what the observation decides where nothing is said.
  func completed(for observation: ObservationLayout) -> PolicyConfiguration {
    var copy = self
    copy.layerCount = layerCount ?? (observation.byteCount > 0 ? 0 : Self.layerCount)
    return copy
  }

  /// The kind of the cells, where there are any.
  var cellType: (any RecurrentCell.Type)? { isRecurrent ? Cells.named(cell ?? GRU.name) : nil }
  var trunkType: any Trunk.Type { trunk.flatMap(Trunks.named) ?? FlexBase.self }

  /// Throws where the sizes cannot be built.
  public func validate() throws(PolicyConfigurationError) {
    do { try checkBounds() } catch { throw PolicyConfigurationError(error.message) }
    if let cell, !isRecurrent {
      throw PolicyConfigurationError(
        "\(setting: "cell") is '\(cell)', but the policy is not recurrent.")
    }
    if cellCount != 1 || separatesMemory || layersBeforeMemory != 0, !isRecurrent {
      throw PolicyConfigurationError(
        """
        \(setting: "cellCount"), \(setting: "separatesMemory") and \(setting: "layersBeforeMemory") are of \
        memories, but the policy is not recurrent.
        """)
    }
    if separatesMemory && resolvedSharedLayerCount > 0 {
      throw PolicyConfigurationError(
        """
        Actor and critic with memories of their own share no layers above them; leave out \
        \(setting: "separatesMemory") or \(setting: "sharedLayerCount").
        """)
    }
    if let memoryInit, cellType?.hasGates != true {
      throw PolicyConfigurationError(
        """
        \(setting: "memoryInit") is '\(memoryInit.settingText)', and the policy has no cell with gates; gru, \
        lstm and mingru have some.
        """)
    }
    try require(RNN.name, because: rnn != nil)
    try require(LRU.name, because: lruUnits != nil)
    if let encoder { _ = try Encoders.named(encoder) }
    try check("cell", cell, Cells.names)
    try check("trunk", trunk, Trunks.names)
    try check("distribution", distribution, ActionDistributions.names)
    if sharedLayerCount < -1 || sharedLayerCount > resolvedLayerCount {
      throw PolicyConfigurationError(
        """
        \(setting: "sharedLayerCount") is \(sharedLayerCount), but there are \(resolvedLayerCount) layers; \
        give a number from 0 to \(resolvedLayerCount), or -1 for all.
        """)
    }
  }

  /// Throws where settings of a cell are given and the policy's is another.
  private func require(
    _ cell: String, because isGiven: Bool
  ) throws(PolicyConfigurationError) {
    guard isGiven, !isRecurrent || self.cell != cell else { return }
    throw PolicyConfigurationError(
      """
      Settings of the cell \(cell) are given, and the policy has another or none; leave them out, or take \
      \(setting: "isRecurrent") with \(setting: "cell", cell).
      """)
  }

  /// Throws where a part is named that nobody has registered.
  private func check(
    _ setting: String, _ name: String?, _ names: [String]
  ) throws(PolicyConfigurationError) {
    guard let name, !names.contains(name) else { return }
    throw PolicyConfigurationError(
      "\(setting: setting) is '\(name)'; it must be one of \(names.joined(separator: ", ")).")
  }
}

extension PolicyConfiguration: Configurable {
  public static let settings: [Setting<Self>] =
    own + RNNConfiguration.settings(within: "rnn", \Self.rnnOrDefaults)

  private var rnnOrDefaults: RNNConfiguration {
    get { rnn ?? RNNConfiguration() }
    set { rnn = newValue }
  }

  private static let own: [Setting<Self>] = [
    Setting(
      "encoder", \Self.encoder,
      "What turns observations into features: a name, or convolutions such as 32x8s4,64x4s2.",
      absence: "by the observation"),
    Setting(
      "encoderSize", \Self.encoderSize, "The number of features that convolutions end in.",
      in: 1...65536, absence: "512, or 128 for small"),
    Setting(
      "encoderActivation", \Self.encoderActivation,
      "The nonlinearity after the dense layer that follows convolutions.", absence: "relu"),
    Setting(
      "isRecurrent", \Self.isRecurrent, short: "recurrent",
      "Put a memory, a GRU unless told otherwise, below the dense layers."),
    Setting("cell", \Self.cell, "The cell of a recurrent policy.", absence: "gru"),
    Setting(
      "cellCount", \Self.cellCount, short: "num-cells",
      "How many cells stand one above the other.", in: 1...64),
    Setting(
      "separatesMemory", \Self.separatesMemory, short: "separate-memory",
      "Give actor and critic memories of their own."),
    Setting(
      "layersBeforeMemory", \Self.layersBeforeMemory,
      "The number of dense layers between the encoder and the memory.", in: 0...64),
    Setting(
      "memoryInit", \Self.memoryInit,
      "How the biases of a cell's gates are drawn: zeros, or chrono:T for memories of up to T steps.",
      absence: "zeros"),
    Setting(
      "lruUnits", \Self.lruUnits, "The number of complex numbers in an LRU.", in: 1...1_000_000,
      absence: "the hidden size"),
    Setting("trunk", \Self.trunk, "What the dense layers make up.", absence: "flex"),
    Setting(
      "hiddenSize", \Self.hiddenSize, "The width of each cell and of each dense layer.",
      in: 1...1_000_000),
    // More layers than that are a mistake, and so are more units above.
    Setting(
      "layerCount", \Self.layerCount, short: "num-layers",
      "The number of dense layers after the input or the memory.", in: 0...1000,
      absence: "2, or 0 after convolutions"),
    Setting(
      "sharedLayerCount", \Self.sharedLayerCount, short: "num-shared-layers",
      "How many of them serve actor and critic both; -1 means all."),
    Setting("activation", \Self.activation, "The nonlinearity after each dense layer."),
    Setting(
      "distribution", \Self.distribution, "The distribution over actions.",
      absence: "by the actions"),
  ]
}

// What was added since the first files has its default where a file lacks it.
extension PolicyConfiguration {
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    encoder = try values.decodeIfPresent(String.self, forKey: .encoder)
    encoderActivation = try values.decodeIfPresent(Activation.self, forKey: .encoderActivation)
    encoderSize = try values.decodeIfPresent(Int.self, forKey: .encoderSize)
    isRecurrent = try values.decode(Bool.self, forKey: .isRecurrent)
    cell = try values.decodeIfPresent(String.self, forKey: .cell)
    cellCount = try values.decodeIfPresent(Int.self, forKey: .cellCount) ?? 1
    separatesMemory = try values.decodeIfPresent(Bool.self, forKey: .separatesMemory) ?? false
    layersBeforeMemory = try values.decodeIfPresent(Int.self, forKey: .layersBeforeMemory) ?? 0
    memoryInit = try values.decodeIfPresent(MemoryInitialization.self, forKey: .memoryInit)
    rnn = try values.decodeIfPresent(RNNConfiguration.self, forKey: .rnn)
    lruUnits = try values.decodeIfPresent(Int.self, forKey: .lruUnits)
    trunk = try values.decodeIfPresent(String.self, forKey: .trunk)
    hiddenSize = try values.decode(Int.self, forKey: .hiddenSize)
    layerCount = try values.decodeIfPresent(Int.self, forKey: .layerCount)
    sharedLayerCount = try values.decode(Int.self, forKey: .sharedLayerCount)
    activation = try values.decode(Activation.self, forKey: .activation)
    distribution = try values.decodeIfPresent(String.self, forKey: .distribution)
  }
}

/// Says which size of a policy is impossible, and what would be possible.
public struct PolicyConfigurationError: SettingNamingError {
  public let message: SettingMessage
  init(_ message: SettingMessage) { self.message = message }
}
