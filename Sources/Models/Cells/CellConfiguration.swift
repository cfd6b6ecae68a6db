import Settings
import Tensors

/// What an ``RNN`` is.
public struct RNNConfiguration: Codable, Hashable, Sendable {
  /// What a unit does to the sum of its inputs.
  public enum Nonlinearity: String, Codable, Sendable, CaseIterable, SettingValue {
    case tanh, relu, softplus

    var rate: RateNonlinearity {
      switch self {
      case .tanh: .tanh
      case .relu: .relu
      case .softplus: .softplus
      }
    }
  }

  public var nonlinearity = Nonlinearity.tanh
  /// The part of a rate that a step renews, a = dt / tau.
  public var leak = 1.0
  /// The part of the units that excite, under Dale's law; nil without it.
  public var excitatory: Double?
  /// Whether a unit has a connection to itself, under Dale's law.
  public var connectsToSelf = true

  public init() {}
}

extension RNNConfiguration: Configurable {
  public static let settings: [Setting<Self>] = [
    Setting(
      "nonlinearity", \Self.nonlinearity, short: "rnn-nonlinearity",
      "What a unit of an RNN does to the sum of its inputs."),
    Setting(
      "leak", \Self.leak, short: "rnn-leak",
      "The part of an RNN's rates that a step renews, dt / tau.", in: 1e-6...1),
    Setting(
      "excitatory", \Self.excitatory, short: "rnn-excitatory",
      "The part of an RNN's units that excite, under Dale's law.", in: 0...1, absence: "no law"),
    Setting(
      "connectsToSelf", \Self.connectsToSelf, short: "rnn-self-connections",
      "Under Dale's law: give the units connections to themselves."),
  ]
}
