import Environments
import Testing

/// Labyrinths walked by someone who sees the whole maze.
@Suite struct POPGymLabyrinthTests {
  private static let sides = [("Easy", 11), ("Medium", 15), ("Hard", 19)]

  /// The cells next to a cell in the directions of the actions: left, right, up, down.
  private func neighbors(of cell: Int, side: Int) -> [Int?] {
    let (row, column) = (cell / side, cell % side)
    return [
      column > 0 ? cell - 1 : nil, column < side - 1 ? cell + 1 : nil,
      row > 0 ? cell - side : nil, row < side - 1 ? cell + side : nil,
    ]
  }

  /// The actions that visit every cell from `start` on and return after each branch.
  private func tour(from start: Int, in maze: [Int], side: Int) -> [Int] {
    var seen: Set = [start]
    func visit(_ cell: Int) -> [Int] {
      var actions = [Int]()
      for (action, next) in neighbors(of: cell, side: side).enumerated() {
        guard let next, maze[next] != 1, seen.insert(next).inserted else { continue }
        actions += [action] + visit(next) + [action ^ 1]
      }
      return actions
    }
    return visit(start)
  }

  @Test(arguments: sides)
  func `LabyrinthExplore pays 1 for all cells, less what ways back cost`(
    _ difficulty: String, _ side: Int
  ) throws {
    var world = try World("LabyrinthExplore\(difficulty)-v0")
    for _ in 0..<20 {
      world.reset()
      let maze = try world.integers("maze")
      let start = try #require(maze.firstIndex(of: 2))
      let free = maze.count { $0 == 0 }
      var total = 0.0
      var steps = 0
      for action in tour(from: start, in: maze, side: side) {
        let result = try world.step([Float(action)])
        #expect(world.observation[9] == Float(action))
        total += result.reward
        steps += 1
        if result.outcome == .running { continue }
        #expect(result.outcome == .terminated)
        break
      }
      #expect(abs(total - (1 - Double(steps - free) / 1024)) < 1e-12)
      #expect(try world.integers("visited").count { $0 == 1 } == free + 1)
    }
  }

  @Test(arguments: sides)
  func `LabyrinthEscape pays 1 at the goal, less what each step costs`(
    _ difficulty: String, _ side: Int
  ) throws {
    var world = try World("LabyrinthEscape\(difficulty)-v0")
    for _ in 0..<20 {
      world.reset()
      let maze = try world.integers("maze")
      let start = try #require(maze.firstIndex(of: 2))
      var total = 0.0
      var steps = 0
      for action in tour(from: start, in: maze, side: side) {
        let result = try world.step([Float(action)])
        total += result.reward
        steps += 1
        if result.outcome == .running { continue }
        #expect(result.outcome == .terminated)
        break
      }
      let position = try world.integers("position")
      #expect(maze[position[0] * side + position[1]] == 3)
      #expect(abs(total - (1 - Double(steps) / 1024)) < 1e-12)
    }
  }

  @Test func `walls and the end of the grid stop the agent`() throws {
    var world = try World("LabyrinthEscapeEasy-v0")
    for _ in 0..<50 {
      world.reset()
      let maze = try world.integers("maze")
      for action in 0..<4 {
        let before = try world.integers("position")
        let next = neighbors(of: before[0] * 11 + before[1], side: 11)[action]
        let isOpen = next.map { maze[$0] != 1 } ?? false
        _ = try world.step([Float(action)])
        let after = try world.integers("position")
        #expect(isOpen == (after != before))
      }
    }
  }
}
