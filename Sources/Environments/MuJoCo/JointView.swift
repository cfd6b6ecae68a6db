/// The joints as part of an observation: their positions, of which the first may be hidden, and then
/// their velocities.
struct JointView {
  private let simulation: MuJoCoSimulation
  private let firstPosition: Int
  private let velocityBounds: ClosedRange<Double>

  /// - Parameters:
  ///   - firstPosition: The first position that is observed.
  ///   - velocityBounds: What velocities are clipped to.
  init(
    _ simulation: MuJoCoSimulation, firstPosition: Int = 0,
    velocityBounds: ClosedRange<Double> = -.infinity ... .infinity
  ) {
    self.simulation = simulation
    self.firstPosition = firstPosition
    self.velocityBounds = velocityBounds
  }

  var components: [BoxSpace.Component] {
    simulation.model.positionComponents.dropFirst(firstPosition)
      + simulation.model.velocityComponents
  }

  /// Writes the joints at the beginning of an observation; returns the place after them.
  @discardableResult
  func observe(into observation: inout MutableSpan<Float>) -> Int {
    var place = 0
    simulation.positions[firstPosition...].copy(to: &observation, at: &place)
    simulation.velocities.copy(clippedTo: velocityBounds, to: &observation, at: &place)
    return place
  }
}
