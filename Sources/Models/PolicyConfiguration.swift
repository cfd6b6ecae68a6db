import Foundation
import Settings

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
    do { try checkBounds() } catch { throw PolicyConfigurationError(error.message) }
    if let cell {
      guard isRecurrent else {
        throw PolicyConfigurationError(
          "\(setting: "cell") is '\(cell)', but the policy is not recurrent.")
      }
      guard Cells.named(cell) != nil else {
        throw PolicyConfigurationError(
          "\(setting: "cell") is '\(cell)'; it must be one of \(Cells.names.joined(separator: ", "))."
        )
      }
    }
    if sharedLayerCount < -1 || sharedLayerCount > layerCount {
      throw PolicyConfigurationError(
        """
        \(setting: "sharedLayerCount") is \(sharedLayerCount), but there are \(layerCount) layers; give a \
        number from 0 to \(layerCount), or -1 for all.
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

extension PolicyConfiguration: Configurable {
  public static let settings: [Setting<Self>] = [
    Setting(
      "isRecurrent", \Self.isRecurrent, short: "recurrent",
      "Put a GRU between the observation and the dense layers."),
    Setting("cell", \Self.cell, "The cell of a recurrent policy.", absence: "gru"),
    Setting(
      "hiddenSize", \Self.hiddenSize, "The width of the GRU and of each dense layer.", in: 1...),
    // More layers than that are a mistake.
    Setting(
      "layerCount", \Self.layerCount, short: "num-layers",
      "The number of dense layers after the input or the GRU.", in: 0...1000),
    Setting(
      "sharedLayerCount", \Self.sharedLayerCount, short: "num-shared-layers",
      "How many of them serve actor and critic both; -1 means all."),
    Setting("activation", \Self.activation, "The nonlinearity after each dense layer."),
  ]
}

/// Says which size of a policy is impossible, and what would be possible.
public struct PolicyConfigurationError: SettingNamingError {
  public let message: SettingMessage
  init(_ message: SettingMessage) { self.message = message }
}
