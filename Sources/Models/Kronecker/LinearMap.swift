import Tensors

/// A weight with its bias, or one of the two alone, as K-FAC sees a policy's parameters: `y = x · W + b`.
public struct LinearMap: Sendable {
  public let name: String
  /// W [in, out]; nil for a bias alone.
  public let weight: ParameterLayout.Slot?
  /// b [out]; nil for a weight alone.
  public let bias: ParameterLayout.Slot?
  /// Whether its samples are the steps of sequences.
  public let followsTime: Bool
  /// The number of places of an image that it is used at in a sample; 1 where there is no image.
  public let places: Int

  public init(
    _ name: String, weight: ParameterLayout.Slot?, bias: ParameterLayout.Slot?,
    followsTime: Bool = false, places: Int = 1
  ) {
    precondition(weight != nil || bias != nil, "a linear map has a weight or a bias")
    self.name = name
    self.weight = weight
    self.bias = bias
    self.followsTime = followsTime
    self.places = places
  }
}
