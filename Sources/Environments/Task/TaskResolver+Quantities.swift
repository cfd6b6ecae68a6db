extension TaskResolver {
  /// A quantity whose names have become places.
  mutating func measure(_ quantity: TaskQuantity) throws(TaskError) -> TaskMeasure {
    let kind: TaskMeasure.Kind =
      switch quantity.measure {
      case .joint(let name, let coordinate):
        .entry(
          try entry(
            .positions, model.positions(ofJoint: index(.joint, name)), coordinate, of: name))
      case .jointVelocity(let name, let coordinate):
        .entry(
          try entry(
            .velocities, model.velocities(ofJoint: index(.joint, name)), coordinate, of: name))
      case .sensor(let name, let coordinate):
        .entry(
          try entry(.sensors, model.values(ofSensor: index(.sensor, name)), coordinate, of: name))
      case .position(let frame, let axis): .entry(try entry(frame, axis))
      case .velocity(let frame, let axis): .rate(rate(of: try entry(frame, axis)))
      case .distance(let first, let second, let axes): try distance(first, second, axes)
      case .upright(let name):
        // The body's z axis along the world's: the last number of the matrix.
        .entry(SimulationEntry(array: .bodyAxes, index: 9 * (try index(.body, name)) + 8))
      case .controlCost(let selection):
        .sumOfSquares(
          try indices(.actuator, selection).map { SimulationEntry(array: .controls, index: $0) })
      case .alive: .alive
      }
    return TaskMeasure(kind: kind, shape: quantity.shape)
  }

  /// The entry of one coordinate of something that has as many as `range`.
  private func entry(
    _ array: SimulationEntry.Array, _ range: Range<Int>, _ coordinate: Int, of name: TaskName
  ) throws(TaskError) -> SimulationEntry {
    guard !range.isEmpty else { throw name.place.error("'\(name.text)' has no numbers") }
    guard (0..<range.count).contains(coordinate) else {
      throw name.place.error(
        "'\(name.text)' has no coordinate \(coordinate), only 0 to \(range.count - 1)")
    }
    return SimulationEntry(array: array, index: range.lowerBound + coordinate)
  }

  private func entry(_ frame: TaskFrame, _ axis: TaskAxis) throws(TaskError) -> SimulationEntry {
    switch frame {
    case .body(let name):
      SimulationEntry(array: .bodies, index: 3 * (try index(.body, name)) + axis.index)
    case .site(let name):
      SimulationEntry(array: .sites, index: 3 * (try index(.site, name)) + axis.index)
    }
  }

  private func distance(
    _ first: TaskPoint, _ second: TaskPoint, _ axes: [TaskAxis]
  ) throws(TaskError) -> TaskMeasure.Kind {
    var differences = [TaskMeasure.Difference]()
    for axis in axes {
      differences.append(
        TaskMeasure.Difference(
          first: try coordinate(first, axis), second: try coordinate(second, axis)))
    }
    return .distance(differences)
  }

  private func coordinate(
    _ point: TaskPoint, _ axis: TaskAxis
  ) throws(TaskError) -> TaskMeasure.Coordinate {
    switch point {
    case .frame(let frame): .entry(try entry(frame, axis))
    case .fixed(let coordinates): .fixed(coordinates[axis.index])
    }
  }
}
