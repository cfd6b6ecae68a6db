/// A part of the model that has a place in the world.
enum TaskFrame {
  /// The origin of a body's frame, which need not be its centre of mass.
  case body(TaskName)
  case site(TaskName)
}

/// A point that moves with the model, or stands still in the world.
enum TaskPoint {
  case frame(TaskFrame)
  case fixed([Double])

  private enum Kind: String, CaseIterable {
    case body, site, point
  }

  init(_ node: TaskNode) throws(TaskError) {
    let mapping = try TaskMapping(
      node, "a mapping such as {body: ball}", keys: Kind.allCases.map(\.rawValue))
    let (kind, value) = try mapping.onlyKey(of: Kind.self)
    switch kind {
    case .body: self = .frame(.body(try value.name()))
    case .site: self = .frame(.site(try value.name()))
    case .point:
      let kind = "a list of three numbers, in metres"
      var coordinates = [Double]()
      for part in try value.list(kind) { coordinates.append(try part.number()) }
      guard coordinates.count == 3 else { throw value.mismatch(kind) }
      self = .fixed(coordinates)
    }
  }
}
