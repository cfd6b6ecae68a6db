/// How an episode begins.
struct TaskReset {
  /// Noise on some joints' positions or velocities.
  struct Noise {
    enum Kind: String, CaseIterable {
      case positions = "qpos"
      case velocities = "qvel"
    }

    /// The names in files of the cases of ``ResetNoise``.
    private enum DistributionKind: String, CaseIterable {
      case uniform, normal
    }

    let kind: Kind
    let joints: TaskSelection
    let distribution: ResetNoise

    init(_ node: TaskNode) throws(TaskError) {
      let mapping = try TaskMapping(
        node, "a mapping such as {qpos: all, uniform: 0.1}",
        keys: ["qpos", "qvel", "uniform", "normal"])
      let (kind, value) = try mapping.onlyKey(of: Kind.self)
      self.kind = kind
      joints = try TaskSelection(value)
      let (distribution, scale) = try mapping.onlyKey(of: DistributionKind.self)
      let number = try scale.number(in: 0...TaskFile.largestNumber)
      self.distribution = distribution == .uniform ? .uniform(number) : .normal(number)
    }
  }

  /// The keyframe that an episode begins from, or nil for the model's own initial state.
  var keyframe: TaskName?
  var noise: [Noise] = []

  init() {}

  init(_ node: TaskNode) throws(TaskError) {
    let mapping = try TaskMapping(
      node, "a mapping with keyframe or noise", keys: ["keyframe", "noise"])
    keyframe = try mapping["keyframe"]?.name()
    for part in try mapping["noise"]?.list("a list of noises") ?? [] {
      noise.append(try Noise(part))
    }
  }
}
