extension BoxSpace {
  /// One number of an observation.
  public struct Component: Sendable, Hashable {
    /// What a component tells, as far as wrappers care.
    public enum Kind: Sendable, Hashable {
      /// A place, an angle, or their sine or cosine. The `NoPos` variant of an environment hides these.
      case position
      /// A velocity, linear or angular. The `NoVel` variant of an environment hides these.
      case velocity
      /// Anything else: a force, a sensor, a goal.
      case value
      /// The index of one of N things, counted from 0. A policy sees N numbers, a 1 among zeros.
      case category(Int)
    }

    /// The name that messages and recorded data use.
    public let name: String
    /// The least and the greatest value. Nothing is clipped to them.
    public let bounds: ClosedRange<Float>
    public let kind: Kind
    /// What it is measured in, such as `m/s`; nil for a number without a unit.
    public let unit: String?

    init(name: String, bounds: ClosedRange<Float>, kind: Kind, unit: String? = nil) {
      self.name = name
      self.bounds = bounds
      self.kind = kind
      self.unit = unit
    }

    /// A place, an angle, or their sine or cosine.
    public static func position(
      _ name: String, _ bounds: ClosedRange<Float> = -.infinity ... .infinity,
      unit: String? = nil
    ) -> Component {
      Component(name: name, bounds: bounds, kind: .position, unit: unit)
    }

    /// A velocity, linear or angular.
    public static func velocity(
      _ name: String, _ bounds: ClosedRange<Float> = -.infinity ... .infinity,
      unit: String? = nil
    ) -> Component {
      Component(name: name, bounds: bounds, kind: .velocity, unit: unit)
    }

    /// A force, a sensor, a goal: neither a position nor a velocity of what moves.
    public static func value(
      _ name: String, _ bounds: ClosedRange<Float> = -.infinity ... .infinity,
      unit: String? = nil
    ) -> Component {
      Component(name: name, bounds: bounds, kind: .value, unit: unit)
    }

    /// The index of one of `count` things, counted from 0.
    public static func category(_ name: String, of count: Int) -> Component {
      precondition(count > 0, "there is at least one thing to choose from")
      return Component(name: name, bounds: 0...Float(count - 1), kind: .category(count))
    }
  }
}
