import Settings

/// The settings of K-FAC. The defaults are those of the original work's ACKTR.
public struct KFACConfiguration: Codable, Hashable, Sendable {
  /// What a bias is to K-FAC.
  public enum Bias: String, Codable, Sendable, CaseIterable, SettingValue {
    /// A layer of its own whose input is 1, as in the original work.
    case split
    /// One more row of the layer's weight, as in Martens and Grosse 2015.
    case folded
  }

  /// What the steps of a sequence are to each other in a GRU's layers.
  public enum Recurrence: String, Codable, Sendable, CaseIterable, SettingValue {
    /// Independent samples.
    case independent
    /// Correlated, the less the further they lie apart (Martens, Ba and Johnson 2018, section 3.5).
    case decaying
  }

  /// Added to each product of eigenvalues that is divided by.
  public var damping = 0.01
  /// The most that the quadratic model's divergence, without its factor 1/2, may be in one step; a
  /// longer step is scaled down to it.
  public var klClip = 0.001
  /// How much of each step is repeated in the next.
  public var momentum = 0.9
  /// How slowly the running means of the factors forget.
  public var decay = 0.99
  /// Steps between new samples of the factors.
  public var statisticsInterval = 1
  /// Steps between decompositions of the factors.
  public var eigenInterval = 10
  public var bias = Bias.split
  public var recurrence = Recurrence.independent

  /// The learning rate at the beginning that suits natural gradients, which have a scale of their own:
  /// that of the original work.
  public static let learningRate = 0.25

  public init() {}
}

extension KFACConfiguration: Configurable {
  public static let settings: [Setting<Self>] = [
    Setting(
      "damping", \Self.damping, short: "kfac-damping",
      "Added to the curvature that gradients are divided by.", in: .notNegative),
    Setting(
      "klClip", \Self.klClip,
      "Twice the divergence that a step may lead to by the quadratic model.", in: .notNegative),
    Setting(
      "momentum", \Self.momentum, short: "kfac-momentum",
      "How much of each step is repeated in the next.", in: 0...Double(1).nextDown),
    Setting(
      "decay", \Self.decay, short: "kfac-decay",
      "How slowly the running means of the curvature forget.", in: 0...1),
    Setting(
      "statisticsInterval", \Self.statisticsInterval, short: "kfac-statistics-interval",
      "Steps between new samples of the curvature.", in: 1...),
    Setting(
      "eigenInterval", \Self.eigenInterval, short: "kfac-eigen-interval",
      "Steps between decompositions of the curvature.", in: 1...),
    Setting(
      "bias", \Self.bias, short: "kfac-bias",
      "Take a bias for a layer of its own, or fold it into its weight."),
    Setting(
      "recurrence", \Self.recurrence, short: "kfac-recurrence",
      "What the steps of a sequence are to each other in a GRU's layers."),
  ]
}
