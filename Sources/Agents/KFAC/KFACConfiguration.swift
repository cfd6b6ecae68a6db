/// The settings of K-FAC. The defaults are those of the original work's ACKTR.
public struct KFACConfiguration: Codable, Hashable, Sendable {
  /// What a bias is to K-FAC.
  public enum Bias: String, Codable, Sendable, CaseIterable {
    /// A layer of its own whose input is 1, as in the original work.
    case split
    /// One more row of the layer's weight, as in Martens and Grosse 2015.
    case folded
  }

  /// What the steps of a sequence are to each other in a GRU's layers.
  public enum Recurrence: String, Codable, Sendable, CaseIterable {
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

  public init() {}
}
