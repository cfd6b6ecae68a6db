import Settings

/// The arguments of a task in a plane whose agent is to stay upright, by Gymnasium's names.
public protocol PlanarHealthArguments: HealthArguments {
  /// Between what, both excluded, the angle of the torso stays, in radians.
  var healthyAngles: ClosedRange<Double> { get set }
}

extension PlanarHealthArguments {
  static var healthyAngles: Setting<Self> {
    Setting(
      "healthy_angle_range", \.healthyAngles,
      "Between what the angle of the torso stays, in radians.")
  }

  /// Whether the torso, whose place, height and angle are the first positions, is high and upright.
  func isUpright(_ positions: MuJoCoVector) -> Bool {
    healthyHeights.containsInside(positions[1]) && healthyAngles.containsInside(positions[2])
  }
}
