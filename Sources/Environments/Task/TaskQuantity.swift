import Settings

/// A number that a task computes from the state, for a reward or to end an episode.
struct TaskQuantity {
  enum Kind: String, CaseIterable {
    case jointPosition = "joint_position"
    case jointVelocity = "joint_velocity"
    case bodyPosition = "body_position"
    case sitePosition = "site_position"
    case bodyVelocity = "body_velocity"
    case siteVelocity = "site_velocity"
    case distance, upright, sensor
    case controlCost = "control_cost"
    case alive
  }

  /// What is measured.
  enum Measure {
    /// The coordinate of a joint, its velocity, or a number of a sensor; `coordinate` counts from 0.
    case joint(TaskName, coordinate: Int)
    case jointVelocity(TaskName, coordinate: Int)
    case sensor(TaskName, coordinate: Int)
    /// Where a body or site is along an axis, and how fast it moved during the step.
    case position(TaskFrame, TaskAxis)
    case velocity(TaskFrame, TaskAxis)
    case distance(TaskPoint, TaskPoint, [TaskAxis])
    /// The cosine of the angle between a body's z axis and the world's.
    case upright(TaskName)
    /// The sum of the squares of controls.
    case controlCost(TaskSelection)
    /// 1 while no limit is left.
    case alive
  }

  /// What is done to the number.
  enum Shape: String, CaseIterable, SettingValue {
    case identity, absolute, square
  }

  let measure: Measure
  let shape: Shape

  /// The keys that can stand beside that of a quantity's kind.
  static let keys = Kind.allCases.map(\.rawValue) + ["axis", "coordinate", "apply"]

  init(_ mapping: TaskMapping) throws(TaskError) {
    let (kind, value) = try mapping.onlyKey(of: Kind.self)
    let places: [Kind] = [.bodyPosition, .sitePosition, .bodyVelocity, .siteVelocity]
    try mapping.allow("axis", onlyBeside: places, of: kind)
    try mapping.allow(
      "coordinate", onlyBeside: [.jointPosition, .jointVelocity, .sensor], of: kind)
    shape = try mapping["apply"]?.value(Shape.self) ?? .identity
    func axis() throws(TaskError) -> TaskAxis { try TaskAxis(mapping.required("axis")) }
    func coordinate() throws(TaskError) -> Int { try mapping["coordinate"]?.value(Int.self) ?? 0 }
    measure =
      switch kind {
      case .jointPosition: .joint(try value.name(), coordinate: try coordinate())
      case .jointVelocity: .jointVelocity(try value.name(), coordinate: try coordinate())
      case .sensor: .sensor(try value.name(), coordinate: try coordinate())
      case .bodyPosition: .position(.body(try value.name()), try axis())
      case .sitePosition: .position(.site(try value.name()), try axis())
      case .bodyVelocity: .velocity(.body(try value.name()), try axis())
      case .siteVelocity: .velocity(.site(try value.name()), try axis())
      case .distance: try Self.distance(value)
      case .upright: .upright(try value.name())
      case .controlCost: .controlCost(try TaskSelection(value))
      case .alive: try Self.alive(value)
      }
  }

  private static func distance(_ node: TaskNode) throws(TaskError) -> Measure {
    let mapping = try TaskMapping(
      node, "a mapping such as {from: {body: ball}, to: {site: goal}}",
      keys: ["from", "to", "axes"])
    return .distance(
      try TaskPoint(mapping.required("from")), try TaskPoint(mapping.required("to")),
      try TaskAxis.axes(mapping["axes"]))
  }

  private static func alive(_ node: TaskNode) throws(TaskError) -> Measure {
    guard try node.value(Bool.self) else { throw node.mismatch("true") }
    return .alive
  }
}
