import Foundation

/// What a policy is made of. With an observation size and a head it determines every shape.
public struct PolicyConfiguration: Codable, Hashable, Sendable {
  /// Whether a recurrent cell stands between the observation and the dense layers.
  public var isRecurrent = false
  /// The cell's name; nil means `gru`.
  public var cell: String?
  /// The width of the cell and of every dense layer, H.
  public var hiddenSize = 64
  /// The number of dense layers after the input or the cell.
  public var layerCount = 2
  /// How many of them, counted from the input, serve actor and critic both; -1 means all.
  public var sharedLayerCount = 0
  /// The nonlinearity after each dense layer.
  public var activation = Activation.tanh

  /// More layers than this are a mistake.
  private static let mostLayers = 1_000

  public init() {}

  /// `sharedLayerCount` with -1 resolved.
  public var resolvedSharedLayerCount: Int {
    sharedLayerCount == -1 ? layerCount : sharedLayerCount
  }

  /// The cell between the observation and the dense layers, where there is one.
  var cellType: (any RecurrentCell.Type)? { isRecurrent ? Cells.named(cell ?? GRU.name) : nil }

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
    if layerCount > Self.mostLayers {
      throw PolicyConfigurationError(
        "--num-layers is \(layerCount); it must be from 0 to \(Self.mostLayers).")
    }
    if let cell {
      guard isRecurrent else {
        throw PolicyConfigurationError("cell is '\(cell)', but the policy is not recurrent.")
      }
      guard Cells.named(cell) != nil else {
        throw PolicyConfigurationError(
          "cell is '\(cell)'; it must be one of \(Cells.names.joined(separator: ", ")).")
      }
    }
    if sharedLayerCount < -1 || sharedLayerCount > layerCount {
      throw PolicyConfigurationError(
        """
        --num-shared-layers is \(sharedLayerCount), but there are \(layerCount) layers; give a number \
        from 0 to \(layerCount), or -1 for all.
        """)
    }
  }

  /// Throws where the parameters of a policy of this shape do not fit into this computer's memory.
  func validateMemory(
    observationSize: Int, head: HeadConfiguration
  ) throws(PolicyConfigurationError) {
    let needed = 4 * leastParameterCount(observationSize: observationSize, head: head)
    let present = Double(ProcessInfo.processInfo.physicalMemory)
    guard needed > present else { return }
    func gigabytes(_ bytes: Double) -> String {
      String(format: "%.0f GB", (bytes / 1e9).rounded(.up))
    }
    throw PolicyConfigurationError(
      """
      The \(layerCount) layers of \(hiddenSize) units need at least \(gigabytes(needed)) of memory, and this \
      computer has \(gigabytes(present)).
      """)
  }

  /// A lower bound, in floating point because the sizes are anyone's.
  package func leastParameterCount(observationSize: Int, head: HeadConfiguration) -> Double {
    let (width, layers, input) = (Double(hiddenSize), Double(layerCount), Double(observationSize))
    let inner = layers > 0 ? (layers - 1) * width * width : 0
    let dense = (isRecurrent ? width : input) * min(layers, 1) * width + inner
    let recurrent = isRecurrent ? 3 * width * (input + width) : 0
    return dense + recurrent + width * Double(head.parameterSize + 1)
  }
}

/// Says which size of a policy is impossible, and what would be possible.
public struct PolicyConfigurationError: Error, CustomStringConvertible {
  public let description: String
  init(_ description: String) { self.description = description }
}
