/// What a policy is made of. With an observation size and a head it determines every shape.
public struct PolicyConfiguration: Codable, Hashable, Sendable {
  /// Whether a GRU stands between the observation and the dense layers.
  public var isRecurrent = false
  /// The width of the GRU and of every dense layer, H.
  public var hiddenSize = 64
  /// The number of dense layers after the input or the GRU.
  public var layerCount = 2
  /// How many of them, counted from the input, serve actor and critic both; -1 means all.
  public var sharedLayerCount = 0
  /// The nonlinearity behind each dense layer.
  public var activation = Activation.tanh

  public init() {}

  /// `sharedLayerCount` with -1 resolved.
  public var resolvedSharedLayerCount: Int {
    sharedLayerCount == -1 ? layerCount : sharedLayerCount
  }

  /// Whether a parameter serves actor and critic both.
  public var sharesParameters: Bool { isRecurrent || resolvedSharedLayerCount > 0 }

  /// Throws where the sizes cannot be built.
  public func validate() throws(PolicyConfigurationError) {
    if hiddenSize < 1 {
      throw PolicyConfigurationError(
        "--hidden-size is \(hiddenSize); it must be at least 1.")
    }
    if layerCount < 0 {
      throw PolicyConfigurationError(
        "--num-layers is \(layerCount); it cannot be negative.")
    }
    if sharedLayerCount < -1 || sharedLayerCount > layerCount {
      throw PolicyConfigurationError(
        """
        --num-shared-layers is \(sharedLayerCount), but there are \(layerCount) layers; give a number \
        from 0 to \(layerCount), or -1 for all.
        """)
    }
  }
}

/// Says which size of a policy is impossible, and what would be possible.
public struct PolicyConfigurationError: Error, CustomStringConvertible {
  public let description: String
  init(_ description: String) { self.description = description }
}
