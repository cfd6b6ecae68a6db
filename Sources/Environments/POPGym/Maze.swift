import Tensors

/// A square maze with one way from each place to each other: rooms at the odd rows and columns, and
/// between neighbours a wall or a passage.
struct Maze: Sendable {
  enum Cell: Int { case free, wall, start, goal }

  /// How many cells a row has, walls included: an odd number.
  let side: Int
  /// Row by row.
  private(set) var cells: [Cell]

  init(side: Int) {
    self.side = side
    cells = [Cell](repeating: .wall, count: side * side)
  }

  init(side: Int, cells: [Cell]) {
    self.side = side
    self.cells = cells
  }

  func index(of position: GridPosition) -> Int { position.row * side + position.column }

  func contains(_ position: GridPosition) -> Bool {
    (0..<side).contains(position.row) && (0..<side).contains(position.column)
  }

  /// Nothing but wall lies outside.
  subscript(position: GridPosition) -> Cell {
    get { contains(position) ? cells[index(of: position)] : .wall }
    set { cells[index(of: position)] = newValue }
  }

  /// Makes another maze by hunting and killing, as POPGym does: passages are dug at random from room to
  /// room until there is no closed neighbour, then from an open room drawn at random. POPGym draws as
  /// many rooms as the maze has cells, which leaves a room closed once in some ten thousand mazes; here
  /// none is left.
  mutating func dig(using random: inout RandomStream) {
    for index in cells.indices { cells[index] = .wall }
    let roomCount = (side / 2) * (side / 2)
    var position = randomRoom(using: &random)
    self[position] = .free
    var openCount = 1
    while openCount < roomCount {
      while let direction = directionToClosedRoom(from: position, using: &random) {
        self[position.moved(direction)] = .free
        position = position.moved(direction, by: 2)
        self[position] = .free
        openCount += 1
      }
      repeat { position = randomRoom(using: &random) } while self[position] == .wall
    }
  }

  /// A direction in which there is a closed room, each with the same probability.
  private func directionToClosedRoom(
    from position: GridPosition, using random: inout RandomStream
  ) -> Int? {
    var chosen: Int?
    var count = 0
    for direction in 0..<4 {
      let neighbor = position.moved(direction, by: 2)
      guard contains(neighbor) && self[neighbor] == .wall else { continue }
      count += 1
      if random.integer(below: count) == 0 { chosen = direction }
    }
    return chosen
  }

  /// Opens the outer wall at two opposite sides.
  ///
  /// - Parameter hasGoal: Whether the second opening is the goal. It stays closed otherwise.
  /// - Returns: The start.
  mutating func open(hasGoal: Bool, using random: inout RandomStream) -> GridPosition {
    let direction = random.integer(below: 4)
    let start = randomOpening(direction, using: &random)
    let goal = randomOpening(direction ^ 1, using: &random)
    self[start] = .start
    if hasGoal { self[goal] = .goal }
    return start
  }

  /// A cell in the outer wall in a direction, beside a room.
  private func randomOpening(_ direction: Int, using random: inout RandomStream) -> GridPosition {
    let (place, last) = (randomOdd(using: &random), side - 1)
    return direction < 2
      ? GridPosition(row: place, column: direction == 0 ? 0 : last)
      : GridPosition(row: direction == 2 ? 0 : last, column: place)
  }

  private func randomRoom(using random: inout RandomStream) -> GridPosition {
    GridPosition(row: randomOdd(using: &random), column: randomOdd(using: &random))
  }

  private func randomOdd(using random: inout RandomStream) -> Int {
    2 * random.integer(below: side / 2) + 1
  }
}
