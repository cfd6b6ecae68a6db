import Tensors

/// The agent is to enter every cell of a maze.
struct LabyrinthExplore: POPGymTask {
  private var labyrinth: Labyrinth
  /// Whether each cell of the maze was entered, row by row.
  private var isVisited: [Bool]
  /// How many cells there are to enter, the start left out.
  private var freeCount = 0
  /// How many of them were not entered yet.
  private var remaining = 0

  static let descriptions = EnvironmentDescription.popgym(
    "LabyrinthExplore", "Visit every cell of a maze, seeing nothing but the cells around.",
    easy: LabyrinthExplore(side: 11), medium: LabyrinthExplore(side: 15),
    hard: LabyrinthExplore(side: 19))

  init(side: Int) {
    labyrinth = Labyrinth(side: side)
    isVisited = [Bool](repeating: false, count: side * side)
  }

  var observationSpace: BoxSpace { Labyrinth.observationSpace }
  var actionSpace: ActionSpace { Labyrinth.actionSpace }
  var actionLabels: [QuantityLabel] { Labyrinth.actionLabels }

  private var index: Int { labyrinth.maze.index(of: labyrinth.position) }

  var stepLimit: Int { Labyrinth.stepLimit }

  mutating func reset(using random: inout RandomStream) {
    labyrinth.reset(hasGoal: false, using: &random)
    for index in isVisited.indices { isVisited[index] = false }
    isVisited[index] = true
    countCells()
  }

  private mutating func countCells() {
    (freeCount, remaining) = (0, 0)
    for (cell, isVisited) in zip(labyrinth.maze.cells, isVisited) where cell == .free {
      freeCount += 1
      if !isVisited { remaining += 1 }
    }
  }

  mutating func step(_ action: Span<Float>, using random: inout RandomStream) -> StepResult {
    labyrinth.walk(action)
    let isNew = !isVisited[index]
    if isNew {
      isVisited[index] = true
      remaining -= 1
    }
    return StepResult(
      reward: isNew ? 1 / Double(freeCount) : -Labyrinth.cost,
      outcome: Outcome(terminated: remaining == 0, truncated: labyrinth.isOutOfTime))
  }

  func observe(into observation: inout MutableSpan<Float>) {
    labyrinth.observe(into: &observation)
  }

  func save(to state: inout EnvironmentState) {
    labyrinth.save(to: &state)
    state.set("visited", flags: isVisited)
  }

  mutating func restore(from state: EnvironmentState) throws(EnvironmentError) {
    try labyrinth.restore(from: state)
    isVisited = try state.flags("visited", count: isVisited.count)
    countCells()
  }

  var picture: EnvironmentPicture? { labyrinth.picture(isVisited: isVisited) }
}
