import Tensors

/// The agent is to find the opening in the wall at the other side of a maze.
struct LabyrinthEscape: POPGymTask {
  private var labyrinth: Labyrinth

  static let descriptions = EnvironmentDescription.popgym(
    "LabyrinthEscape", "Find the way out of a maze, seeing nothing but the cells around.",
    easy: LabyrinthEscape(side: 11), medium: LabyrinthEscape(side: 15),
    hard: LabyrinthEscape(side: 19))

  init(side: Int) { labyrinth = Labyrinth(side: side) }

  var observationSpace: BoxSpace { Labyrinth.observationSpace }
  var actionSpace: ActionSpace { Labyrinth.actionSpace }
  var actionLabels: [QuantityLabel] { Labyrinth.actionLabels }

  var stepLimit: Int { Labyrinth.stepLimit }

  mutating func reset(using random: inout RandomStream) {
    labyrinth.reset(hasGoal: true, using: &random)
  }

  mutating func step(_ action: Span<Float>, using random: inout RandomStream) -> StepResult {
    labyrinth.walk(action)
    let isOut = labyrinth.maze[labyrinth.position] == .goal
    return StepResult(
      reward: (isOut ? 1 : 0) - Labyrinth.cost,
      outcome: Outcome(terminated: isOut, truncated: labyrinth.isOutOfTime))
  }

  func observe(into observation: inout MutableSpan<Float>) {
    labyrinth.observe(into: &observation)
  }

  func save(to state: inout EnvironmentState) { labyrinth.save(to: &state) }

  mutating func restore(from state: EnvironmentState) throws(EnvironmentError) {
    try labyrinth.restore(from: state)
  }

  var picture: EnvironmentPicture? { labyrinth.picture() }
}
