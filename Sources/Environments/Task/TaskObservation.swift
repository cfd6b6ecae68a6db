import YAML

/// An entry of a task's observations.
struct TaskObservation {
  enum Kind: String, CaseIterable {
    case positions = "qpos"
    case velocities = "qvel"
    case sensors = "sensor"
    case bodies = "body_position"
    case sites = "site_position"
    case actuatorForces = "actuator_force"
  }

  let kind: Kind
  let objects: TaskSelection
  /// Of bodies and sites.
  let axes: [TaskAxis]
  /// Which of the numbers are seen; all where there is none.
  let mask: Mask?
  /// What the numbers are clipped to.
  let clip: ClosedRange<Double>?
  let place: YAMLPlace

  struct Mask {
    let flags: [Bool]
    let place: YAMLPlace
  }

  init(_ node: TaskNode) throws(TaskError) {
    let mapping = try TaskMapping(
      node, "a mapping such as 'qpos: all'",
      keys: Kind.allCases.map(\.rawValue) + ["axes", "mask", "clip"])
    place = node.place
    let (kind, value) = try mapping.onlyKey(of: Kind.self)
    self.kind = kind
    objects = try TaskSelection(value)
    try mapping.allow("axes", onlyBeside: [.bodies, .sites], of: kind)
    axes = try TaskAxis.axes(mapping["axes"])
    clip = try mapping["clip"].map { node throws(TaskError) in try Self.clip(node) }
    mask = try mapping["mask"].map { node throws(TaskError) in
      var flags = [Bool]()
      for part in try node.list("a list of true and false") {
        flags.append(try part.value(Bool.self))
      }
      return Mask(flags: flags, place: node.place)
    }
  }
  /// A range in which there is a number of single precision, as observations are.
  private static func clip(_ node: TaskNode) throws(TaskError) -> ClosedRange<Double> {
    let range = try node.range()
    guard Float(range.lowerBound) < .infinity, Float(range.upperBound) > -.infinity else {
      throw node.mismatch("a range with a number of single precision in it")
    }
    return range
  }
}
