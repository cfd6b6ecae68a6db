/// A space of vectors: the components of an observation, with their names and bounds.
public struct BoxSpace: Sendable, Hashable {
  /// One number of an observation.
  public struct Component: Sendable, Hashable {
    /// The name that messages and recorded data use.
    public let name: String
    /// The least and the greatest value. Nothing is clipped to them.
    public let bounds: ClosedRange<Float>
    /// Whether this is a velocity. The `NoVel` variant of an environment hides these.
    public let isVelocity: Bool

    /// A component that is not a velocity: a position, an angle, a sensor.
    public static func value(
      _ name: String, _ bounds: ClosedRange<Float> = -.infinity ... .infinity
    ) -> Component {
      Component(name: name, bounds: bounds, isVelocity: false)
    }

    /// A velocity, linear or angular.
    public static func velocity(
      _ name: String, _ bounds: ClosedRange<Float> = -.infinity ... .infinity
    ) -> Component {
      Component(name: name, bounds: bounds, isVelocity: true)
    }
  }

  public let components: [Component]

  /// A space of at least one component.
  public init(_ components: [Component]) {
    precondition(!components.isEmpty, "an observation has at least one component")
    self.components = components
  }

  /// The number of components.
  public var size: Int { components.count }
}
