/// What a task file says, before anyone looks for its names in a model. `docs/tasks.md` describes the
/// format.
struct TaskFile {
  let path: String
  var summary = "A task of one's own."
  /// How many steps of the simulator one step of the environment takes.
  var frameSkip = 1
  /// The step at which an episode is cut, if there is one.
  var maximumEpisodeSteps: Int?
  let observations: [TaskObservation]
  let rewards: [TaskReward]
  var limits: [TaskLimit] = []
  var reset = TaskReset()

  /// What weights, coordinates and noise can be at most: far more than any task means, and little
  /// enough for a sum of them to be finite in single precision.
  static let largestNumber = 1e9
  /// How many steps of the simulator one step can take at most.
  static let largestFrameSkip = 10_000

  private static let keys = [
    "summary", "frame_skip", "max_episode_steps", "observations", "reward", "termination", "reset",
  ]

  init(parsing text: String, path: String) throws(TaskError) {
    self.path = path
    let file = try TaskMapping(
      TaskNode(parsing: text, path: path), "a mapping with the keys of a task", keys: Self.keys)
    if let node = file["summary"] { summary = try node.text() }
    if let node = file["frame_skip"] {
      frameSkip = try node.count(in: 1...Self.largestFrameSkip)
    }
    if let node = file["max_episode_steps"] {
      maximumEpisodeSteps = try node.count(in: EnvironmentDescription.stepLimits)
    }
    observations = try Self.observations(file.required("observations"))
    rewards = try Self.rewards(file.required("reward"))
    if let node = file["termination"] { limits = try Self.limits(node) }
    if let node = file["reset"] { reset = try TaskReset(node) }
  }

  private static func observations(_ node: TaskNode) throws(TaskError) -> [TaskObservation] {
    let kind = "a list of what is observed"
    var observations = [TaskObservation]()
    for part in try node.list(kind) { observations.append(try TaskObservation(part)) }
    guard !observations.isEmpty else { throw node.mismatch(kind) }
    return observations
  }

  private static func rewards(_ node: TaskNode) throws(TaskError) -> [TaskReward] {
    let kind = "a mapping with a name for each term"
    var rewards = [TaskReward]()
    for (name, value) in try node.mapping(kind) {
      rewards.append(try TaskReward(name, value))
    }
    guard !rewards.isEmpty else { throw node.mismatch(kind) }
    return rewards
  }

  private static func limits(_ node: TaskNode) throws(TaskError) -> [TaskLimit] {
    var limits = [TaskLimit]()
    for (_, value) in try node.mapping("a mapping with a name for each range") {
      limits.append(try TaskLimit(value))
    }
    return limits
  }
}
