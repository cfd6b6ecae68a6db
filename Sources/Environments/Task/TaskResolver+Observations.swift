extension TaskResolver {
  /// A number that is observed.
  typealias Observed = (component: BoxSpace.Component, entry: SimulationEntry)

  /// The numbers that an entry of the observations stands for, without those that are masked.
  func observed(_ observation: TaskObservation) throws(TaskError) -> [Observed] {
    let all = try numbers(observation)
    let seen: [Observed]
    if let mask = observation.mask {
      guard mask.flags.count == all.count else {
        let names = all.map(\.component.name).joined(separator: ", ")
        throw mask.place.error(
          "the mask has \(mask.flags.count) values for \(all.count) numbers (\(names))")
      }
      seen = zip(all, mask.flags).filter(\.1).map(\.0)
    } else {
      seen = all
    }
    guard let clip = observation.clip else { return seen }
    let bounds = Float(clip.lowerBound)...Float(clip.upperBound)
    return seen.map { component, entry in
      (
        BoxSpace.Component(
          name: component.name, bounds: bounds, kind: component.kind, unit: component.unit),
        entry
      )
    }
  }

  private func numbers(_ observation: TaskObservation) throws(TaskError) -> [Observed] {
    let objects = observation.objects
    switch observation.kind {
    case .positions:
      let components = model.positionComponents
      return try indices(.joint, objects).flatMap { joint in
        model.positions(ofJoint: joint).map {
          (components[$0], SimulationEntry(array: .positions, index: $0))
        }
      }
    case .velocities:
      let components = model.velocityComponents
      return try indices(.joint, objects).flatMap { joint in
        model.velocities(ofJoint: joint).map {
          (components[$0], SimulationEntry(array: .velocities, index: $0))
        }
      }
    case .sensors: return try indices(.sensor, objects).flatMap { numbers(ofSensor: $0) }
    case .bodies:
      return try indices(.body, objects).flatMap {
        places(.body, $0, array: .bodies, observation.axes)
      }
    case .sites:
      return try indices(.site, objects).flatMap {
        places(.site, $0, array: .sites, observation.axes)
      }
    case .actuatorForces:
      return try indices(.actuator, objects).map {
        (
          .value("actuator_\(model.title(of: .actuator, at: $0))"),
          SimulationEntry(array: .actuatorForces, index: $0)
        )
      }
    }
  }

  /// `sensor_touch`, or `sensor_gyro_0` to `sensor_gyro_2`.
  private func numbers(ofSensor sensor: Int) -> [Observed] {
    let indices = model.values(ofSensor: sensor)
    let kind = model.kind(ofSensor: sensor)
    return indices.map { index in
      let suffix = indices.count == 1 ? "" : "_\(index - indices.lowerBound)"
      let component = BoxSpace.Component(
        name: "sensor_\(model.title(of: .sensor, at: sensor))\(suffix)",
        bounds: -.infinity ... .infinity,
        kind: kind)
      return (component, SimulationEntry(array: .sensors, index: index))
    }
  }

  /// `body_ball_x`, `site_tip_z` and so on.
  private func places(
    _ kind: MuJoCoModel.ObjectKind, _ object: Int, array: SimulationEntry.Array, _ axes: [TaskAxis]
  ) -> [Observed] {
    axes.map { axis in
      (
        .position(
          "\(kind.rawValue)_\(model.title(of: kind, at: object))_\(axis.rawValue)", unit: "m"),
        SimulationEntry(array: array, index: 3 * object + axis.index)
      )
    }
  }
}
