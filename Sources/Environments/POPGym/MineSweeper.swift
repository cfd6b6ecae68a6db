import Tensors

/// The agent is to open all squares of a board that hide no mine. It is told how many mines lie in the
/// three by three squares around its last choice, that one included.
struct MineSweeper: POPGymTask {
  private enum Square: Int { case clear, mine, opened }

  private let side: Int
  private let mines: Int
  /// Row by row.
  private var squares: [Square]
  /// How many squares hide no mine and are not opened.
  private var remaining = 0
  private var seenMines = 0
  private var steps = 0

  static let descriptions = EnvironmentDescription.popgym(
    "MineSweeper", "Open all squares without a mine, told how many mines are near the last one.",
    easy: MineSweeper(side: 4, mines: 2), medium: MineSweeper(side: 6, mines: 6),
    hard: MineSweeper(side: 8, mines: 10))

  init(side: Int, mines: Int) {
    self.side = side
    self.mines = mines
    squares = [Square](repeating: .clear, count: side * side)
  }

  var observationSpace: BoxSpace {
    // Nine squares hold at most nine mines.
    BoxSpace([.category("mines", of: min(mines, 9) + 1)])
  }
  var actionSpace: ActionSpace { .multiDiscrete([side, side]) }
  var actionLabels: [QuantityLabel] { ["row", "column"] }

  var stepLimit: Int { squares.count - mines }

  /// Every choice of squares for the mines is equally likely.
  mutating func reset(using random: inout RandomStream) {
    for index in squares.indices { squares[index] = .clear }
    var placed = 0
    while placed < mines {
      let index = random.integer(below: squares.count)
      if squares[index] == .clear {
        squares[index] = .mine
        placed += 1
      }
    }
    (remaining, seenMines, steps) = (stepLimit, 0, 0)
  }

  mutating func step(_ action: Span<Float>, using random: inout RandomStream) -> StepResult {
    let (row, column) = (Int(action[0]), Int(action[1]))
    let index = row * side + column
    let (share, square) = (1 / Double(stepLimit), squares[index])
    let reward: Double
    switch square {
    case .clear:
      squares[index] = .opened
      remaining -= 1
      reward = share
    case .mine: reward = -0.5 - share
    case .opened: reward = -0.5 / Double(stepLimit - 2)
    }
    seenMines = minesAround(row, column)
    steps += 1
    return StepResult(
      reward: reward,
      outcome: Outcome(
        terminated: square == .mine || remaining == 0, truncated: steps >= stepLimit))
  }

  private func minesAround(_ row: Int, _ column: Int) -> Int {
    var count = 0
    for row in max(row - 1, 0)...min(row + 1, side - 1) {
      for column in max(column - 1, 0)...min(column + 1, side - 1)
      where squares[row * side + column] == .mine {
        count += 1
      }
    }
    return count
  }

  func observe(into observation: inout MutableSpan<Float>) { observation[0] = Float(seenMines) }

  func save(to state: inout EnvironmentState) {
    state["hidden_grid"] = squares.map { Double($0.rawValue) }
    state["seen_mines"] = [Double(seenMines)]
    state["steps"] = [Double(steps)]
  }

  mutating func restore(from state: EnvironmentState) throws(EnvironmentError) {
    squares = try state.counts("hidden_grid", count: squares.count, in: 0...2)
      .map { Square(rawValue: $0) ?? .clear }
    remaining = squares.count { $0 == .clear }
    seenMines = try state.count("seen_mines", in: 0...min(mines, 9))
    steps = try state.count("steps", in: 0...stepLimit)
  }

  /// The board with the mines, which the agent does not see, and what it was told of opened squares.
  var picture: EnvironmentPicture? {
    let cells = squares.enumerated().map { index, square in
      switch square {
      case .clear: PictureCard.Cell(.shaded)
      case .mine: PictureCard.Cell(.solid, "*")
      case .opened: PictureCard.Cell(.plain, "\(minesAround(index / side, index % side))")
      }
    }
    return EnvironmentPicture(PictureCard(lines: observationLines, cells: cells, columns: side))
  }
}
