import Tensors

/// What the two labyrinth tasks share: a maze, an agent that walks in it, and what it sees.
struct Labyrinth: Sendable {
  private(set) var maze: Maze
  private(set) var position = GridPosition(row: 0, column: 0)
  private var lastAction = Self.noAction
  private var steps = 0

  /// Stands for the action before the first.
  private static let noAction = 4
  static let stepLimit = 1023
  /// What each step costs.
  static let cost = 1.0 / 1024

  init(side: Int) { maze = Maze(side: side) }

  /// The three by three cells around the agent (0 free, 1 wall, 2 start, 3 goal), row by row, and the
  /// last action.
  static var observationSpace: BoxSpace {
    BoxSpace(
      (0..<3).flatMap { row in (0..<3).map { .category("cell_\(row)_\($0)", of: 5) } }
        + [.category("last_action", of: 5)])
  }

  static let actionSpace = ActionSpace.discrete(4)
  static let actionLabels: [QuantityLabel] = ["left", "right", "up", "down"]

  var isOutOfTime: Bool { steps >= Self.stepLimit }

  mutating func reset(hasGoal: Bool, using random: inout RandomStream) {
    maze.dig(using: &random)
    position = maze.open(hasGoal: hasGoal, using: &random)
    lastAction = Self.noAction
    steps = 0
  }

  /// Walks to the next cell, or stays where there is a wall or the end of the grid.
  mutating func walk(_ action: Span<Float>) {
    lastAction = Int(action[0])
    let next = position.moved(lastAction)
    if maze[next] != .wall { position = next }
    steps += 1
  }

  func observe(into observation: inout MutableSpan<Float>) {
    // POPGym cuts the window off at the upper and the left end of the grid and fills it up with walls at
    // its own lower and right end, so that the agent is not in its middle there.
    let top = max(position.row - 1, 0)
    let left = max(position.column - 1, 0)
    for row in 0..<3 {
      for column in 0..<3 {
        let place = GridPosition(row: top + row, column: left + column)
        let isSeen = place.row <= position.row + 1 && place.column <= position.column + 1
        observation[3 * row + column] = Float((isSeen ? maze[place] : .wall).rawValue)
      }
    }
    observation[9] = Float(lastAction)
  }

  /// The whole maze with the agent.
  ///
  /// - Parameter isVisited: Whether each cell was entered; [] where that does not matter.
  func picture(isVisited: [Bool] = []) -> EnvironmentPicture {
    var cells = maze.cells.enumerated().map { index, cell in
      switch cell {
      case .free: PictureCard.Cell(!isVisited.isEmpty && isVisited[index] ? .shaded : .plain)
      case .wall: PictureCard.Cell(.solid)
      case .start: PictureCard.Cell(.plain, "S")
      case .goal: PictureCard.Cell(.plain, "G")
      }
    }
    cells[maze.index(of: position)] = PictureCard.Cell(.highlighted, "@")
    return EnvironmentPicture(PictureCard(cells: cells, columns: maze.side), duration: 0.1)
  }

  func save(to state: inout EnvironmentState) {
    state["maze"] = maze.cells.map { Double($0.rawValue) }
    state["position"] = [Double(position.row), Double(position.column)]
    state["last_action"] = [Double(lastAction)]
    state["steps"] = [Double(steps)]
  }

  mutating func restore(from state: EnvironmentState) throws(EnvironmentError) {
    let cells = try state.counts("maze", count: maze.cells.count, in: 0...3)
    maze = Maze(side: maze.side, cells: cells.map { Maze.Cell(rawValue: $0) ?? .wall })
    let place = try state.counts("position", count: 2, in: 0...maze.side - 1)
    position = GridPosition(row: place[0], column: place[1])
    lastAction = try state.count("last_action", in: 0...Self.noAction)
    steps = try state.count("steps", in: 0...Self.stepLimit)
  }
}
