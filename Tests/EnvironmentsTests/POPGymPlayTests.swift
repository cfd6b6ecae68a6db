import Environments
import Testing

/// Tasks played by someone who sees the hidden state: what the rules promise for it is what they pay.
@Suite struct POPGymPlayTests {
  /// Plays an episode to its end.
  ///
  /// - Parameter choose: The action for a state and the number of steps taken before.
  private func play(
    _ world: inout World, _ choose: (World, Int) throws -> [Float]
  ) throws -> (total: Double, outcome: Outcome, steps: Int) {
    var total = 0.0
    for step in 0..<2000 {
      let result = try world.step(choose(world, step))
      total += result.reward
      if result.outcome != .running { return (total, result.outcome, step + 1) }
    }
    Issue.record("the episode does not end")
    return (total, .running, 2000)
  }

  /// Rewards are fractions of 1 that are added up.
  private func expect(_ total: Double, _ expected: Double) {
    #expect(abs(total - expected) < 1e-12, "\(total)")
  }

  private static let difficulties = ["Easy", "Medium", "Hard"]

  @Test(arguments: difficulties)
  func `RepeatFirst pays 1 for the first suit all the time`(_ difficulty: String) throws {
    var world = try World("RepeatFirst\(difficulty)-v0")
    let deck = try world.integers("deck")
    let first = Float(deck[deck.count - 1] % 4)
    #expect(world.observation == [first])
    var result = try play(&world) { _, _ in [first] }
    expect(result.total, 1)
    #expect(result.outcome == .terminated)

    world.reset()
    let other = (world.observation[0] + 1).truncatingRemainder(dividingBy: 4)
    result = try play(&world) { _, _ in [other] }
    expect(result.total, -1)
  }

  @Test(arguments: zip(difficulties, [4, 32, 64]))
  func `RepeatPrevious pays 1 for the suit so many observations ago`(
    _ difficulty: String, _ delay: Int
  ) throws {
    var world = try World("RepeatPrevious\(difficulty)-v0")
    var seen = [Float]()
    let result = try play(&world) { world, step in
      seen += world.observation
      return [step >= delay - 1 ? seen[step - delay + 1] : 0]
    }
    expect(result.total, 1)
  }

  @Test(arguments: zip(difficulties, [2, 4, 13]))
  func `CountRecall pays 1 for right counts`(_ difficulty: String, _ kinds: Int) throws {
    var world = try World("CountRecall\(difficulty)-v0")
    var counts = [Float](repeating: 0, count: kinds)
    let result = try play(&world) { world, _ in
      counts[Int(world.observation[0])] += 1
      return [counts[Int(world.observation[1])]]
    }
    expect(result.total, 1)
  }

  @Test(arguments: difficulties)
  func `Autoencode pays 1 for all suits in reverse order`(_ difficulty: String) throws {
    var world = try World("Autoencode\(difficulty)-v0")
    var seen = [world.observation[1]]
    var total = 0.0
    while world.observation[0] == 1 {
      total += try world.step([0]).reward
      seen.append(world.observation[1])
    }
    #expect(total == 0)
    let result = try play(&world) { _, step in [seen[seen.count - 1 - step]] }
    expect(result.total, 1)
    #expect(result.steps == seen.count)
  }

  @Test(arguments: difficulties)
  func `HigherLower pays for every change of rank`(_ difficulty: String) throws {
    var world = try World("HigherLower\(difficulty)-v0")
    let ranks = try world.integers("deck").reversed().map { $0 % 52 / 4 }
    let changes = zip(ranks, ranks.dropFirst()).count { $0 != $1 }
    let result = try play(&world) { _, step in [ranks[step + 1] > ranks[step] ? 0 : 1] }
    expect(result.total, Double(changes) / Double(ranks.count))
  }

  @Test(arguments: difficulties)
  func `Concentration pays 1 for all pairs without a mistake`(_ difficulty: String) throws {
    var world = try World("Concentration\(difficulty)-v0")
    let values = try world.integers("deck").map { difficulty == "Hard" ? $0 % 52 / 4 : $0 % 2 }
    // Equal values side by side, and there is an even number of each.
    let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    let result = try play(&world) { _, step in [Float(order[step])] }
    expect(result.total, 1)
    #expect(result.outcome == .terminated && result.steps == values.count)
    #expect(world.observation == values.map(Float.init))
  }

  @Test(arguments: difficulties)
  func `MineSweeper pays 1 for all squares without a mine`(_ difficulty: String) throws {
    var world = try World("MineSweeper\(difficulty)-v0")
    let grid = try world.integers("hidden_grid")
    let side = Int(Double(grid.count).squareRoot())
    let clear = grid.indices.filter { grid[$0] == 0 }
    let result = try play(&world) { _, step in
      [Float(clear[step] / side), Float(clear[step] % side)]
    }
    expect(result.total, 1)
    #expect(result.outcome == .terminated)

    world.reset()
    let mine = try #require(try world.integers("hidden_grid").firstIndex(of: 1))
    let end = try world.step([Float(mine / side), Float(mine % side)])
    expect(end.reward, -0.5 - 1 / Double(clear.count))
    #expect(end.outcome == .terminated && world.observation[0] >= 1)
  }

  @Test(arguments: difficulties)
  func `Battleship pays 1 for hits alone and 0 for the whole board`(_ difficulty: String) throws {
    var world = try World("Battleship\(difficulty)-v0")
    let board = try world.integers("board")
    let side = Int(Double(board.count).squareRoot())
    func square(_ index: Int) -> [Float] { [Float(index / side), Float(index % side)] }
    let ships = board.indices.filter { board[$0] == 1 }
    let best = try play(&world) { _, step in square(ships[step]) }
    expect(best.total, 1)
    #expect(best.outcome == .terminated && best.steps == 12)

    // Water first, so that the last hit falls on the last step there is: the rules count.
    world.reset()
    let other = try world.integers("board")
    let order = other.indices.sorted { (other[$0], $0) < (other[$1], $1) }
    let whole = try play(&world) { _, step in square(order[step]) }
    expect(whole.total, 0)
    #expect(whole.outcome == .terminated && whole.steps == board.count)
  }

  @Test(arguments: ["PositionOnly", "VelocityOnly", "NoisyPositionOnly"], difficulties)
  func `a pole that stands to the end pays 1`(_ sight: String, _ difficulty: String) throws {
    var world = try World("\(sight)CartPole\(difficulty)-v0")
    let result = try play(&world) { world, _ in
      let motion = try world.values("state")
      let lean = 0.1 * motion[0] + 0.2 * motion[1] + motion[2] + motion[3]
      return [lean > 0 ? 1 : 0]
    }
    expect(result.total, 1)
    #expect(result.outcome == .truncated)
  }

  @Test(arguments: zip(difficulties, [200.0, 150, 100]))
  func `a pendulum at rest pays its share of 1 upright and of -1 hanging`(
    _ difficulty: String, _ length: Double
  ) throws {
    var world = try World("PositionOnlyPendulum\(difficulty)-v0")
    var state = world.state
    state["state"] = [0, 0]
    try world.restore(from: state)
    expect(try world.step([0]).reward, 1 / length)
    // The greatest cost: upside down, at full speed and with full torque.
    state["state"] = [.pi, 8]
    try world.restore(from: state)
    #expect(abs(try world.step([2]).reward + 1 / length) < 1e-8)
  }
}
