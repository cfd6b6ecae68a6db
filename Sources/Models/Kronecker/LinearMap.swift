import Tensors

/// A weight with its bias, or a bias alone, as K-FAC sees a policy's parameters: `y = x · W + b`.
public struct LinearMap: Sendable {
  public let name: String
  /// W [in, out], or nil for a bias alone.
  public let weight: ParameterLayout.Slot?
  public let bias: ParameterLayout.Slot  // b [out]
  /// Whether its samples are the steps of sequences.
  public let followsTime: Bool

  public init(
    _ name: String, weight: ParameterLayout.Slot?, bias: ParameterLayout.Slot,
    followsTime: Bool = false
  ) {
    self.name = name
    self.weight = weight
    self.bias = bias
    self.followsTime = followsTime
  }
}
