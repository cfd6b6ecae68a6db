/// What an environment looks like at one moment: a value that a renderer can draw later, when the
/// environment has moved on.
public struct EnvironmentPicture: Sendable {
  public enum Content: Sendable {
    /// A model of MuJoCo in a pose.
    case scene(PosedModel)
    /// Text and a grid of cells: what is shown and asked.
    case card(PictureCard)
  }

  public var content: Content
  /// For how long a video shows it, in seconds: what a step takes where time is simulated, otherwise
  /// long enough to see what happens.
  public var duration: Double

  /// A model in a pose.
  public init(_ pose: PosedModel, duration: Double) {
    content = .scene(pose)
    self.duration = duration
  }

  /// A card, to be looked at for a third of a second unless something else is said.
  public init(_ card: PictureCard, duration: Double = 1.0 / 3) {
    content = .card(card)
    self.duration = duration
  }
}
