import Environments
import Tensors
import Testing

/// How POPGym makes what the agent does not see.
@Suite struct POPGymResetTests {
  /// Expects `count` to be that of a binomial distribution, within six standard deviations: among ten
  /// thousand such numbers, one is further off with a probability of 2e-5.
  private func expect(_ count: Int, of trials: Int, probability: Double) {
    let deviation = (Double(trials) * probability * (1 - probability)).squareRoot()
    #expect(abs(Double(count) - Double(trials) * probability) < 6 * deviation)
  }

  @Test(arguments: ["RepeatFirstEasy-v0", "ConcentrationEasy-v0"])
  func `every card is as likely at every place of a deck`(_ id: String) throws {
    let trials = 3000
    var world = try World(id)
    var counts = [Int](repeating: 0, count: 52 * 52)
    for _ in 0..<trials {
      world.reset()
      let deck = try world.integers("deck")
      #expect(deck.sorted() == Array(0..<52))
      for (place, card) in deck.enumerated() { counts[52 * place + card] += 1 }
    }
    for count in counts { expect(count, of: trials, probability: 1 / 52) }
  }

  @Test(arguments: [
    ("RepeatFirstHard-v0", 832), ("RepeatPreviousMedium-v0", 104), ("AutoencodeHard-v0", 156),
    ("HigherLowerHard-v0", 156), ("ConcentrationMedium-v0", 104),
  ])
  func `a deck of several packs has every card of them once`(_ id: String, _ count: Int) throws {
    #expect(try World(id).integers("deck").sorted() == Array(0..<count))
  }

  @Test func `cards and questions are shuffled independently`() throws {
    let trials = 3000
    var world = try World("CountRecallEasy-v0")
    var equal = 0
    for _ in 0..<trials {
      world.reset()
      if try world.values("value_deck")[51] == world.values("query_deck")[51] { equal += 1 }
    }
    expect(equal, of: trials, probability: 1 / 52)
  }

  @Test(arguments: [("Easy", 16, 2), ("Medium", 36, 6), ("Hard", 64, 10)])
  func `every square is as likely to hide one of the mines`(
    _ difficulty: String, _ squares: Int, _ mines: Int
  ) throws {
    let trials = 2000
    var world = try World("MineSweeper\(difficulty)-v0")
    var counts = [Int](repeating: 0, count: squares)
    for _ in 0..<trials {
      world.reset()
      let grid = try world.integers("hidden_grid")
      #expect(grid.count == squares && grid.reduce(0, +) == mines)
      for (index, mine) in grid.enumerated() { counts[index] += mine }
    }
    for count in counts {
      expect(count, of: trials, probability: Double(mines) / Double(squares))
    }
  }

  @Test(arguments: [("Easy", 8), ("Medium", 10), ("Hard", 12)])
  func `ships cover twelve squares, and no direction is preferred`(
    _ difficulty: String, _ side: Int
  ) throws {
    let trials = 2000
    var world = try World("Battleship\(difficulty)-v0")
    var counts = [Int](repeating: 0, count: side * side)
    for _ in 0..<trials {
      world.reset()
      let board = try world.integers("board")
      // Ships that overlapped would cover less.
      #expect(board.count == side * side && board.reduce(0, +) == 12)
      for (index, ship) in board.enumerated() { counts[index] += ship }
    }
    // The board looks the same from all sides; of the corner, fewer placements are possible.
    for row in 0..<side {
      for column in 0..<side {
        let count = counts[row * side + column]
        let mirrored = counts[row * side + side - 1 - column]
        let turned = counts[column * side + row]
        // Six standard deviations of a difference of two such counts.
        let bound = 6 * Double(2 * (count + 1)).squareRoot()
        #expect(abs(Double(count - mirrored)) < bound)
        #expect(abs(Double(count - turned)) < bound)
      }
    }
    #expect(2 * counts[0] < counts[(side / 2) * (side + 1)])
  }

  @Test func `arms pay with probabilities between 0 and 1, and as often as these say`() throws {
    var world = try World("MultiarmedBanditHard-v0")
    var probabilities = [Double]()
    for _ in 0..<400 {
      world.reset()
      probabilities += try world.values("probabilities")
    }
    #expect(probabilities.allSatisfy { $0 >= 0 && $0 < 1 && Double(Float($0)) == $0 })
    for bound in [0.1, 0.25, 0.5, 0.9] {
      expect(probabilities.count { $0 < bound }, of: probabilities.count, probability: bound)
    }
    for arm in 0..<3 {
      let pulls = 600
      world.reset()
      let probability = try world.values("probabilities")[arm]
      var paid = 0
      for _ in 0..<pulls {
        let reward = try world.step([Float(arm)]).reward
        #expect(world.observation == [reward > 0 ? 1 : 0])
        if reward > 0 { paid += 1 }
      }
      expect(paid, of: pulls, probability: probability)
    }
  }

  @Test(arguments: [
    ("NoisyPositionOnlyCartPole", ["Easy", "Medium", "Hard"]),
    ("NoisyPositionOnlyPendulum", ["Easy", "Medium", "Hard"]),
  ])
  func `noise is normal, with the deviation of its difficulty`(
    _ name: String, _ difficulties: [String]
  ) throws {
    for (difficulty, deviation) in zip(difficulties, [0.1, 0.2, 0.3]) {
      var world = try World("\(name)\(difficulty)-v0")
      var values = [Double]()
      for _ in 0..<1000 {
        world.reset()
        values += try world.values("noise")
        _ = try world.step([1])
        values += try world.values("noise")
      }
      // Of the normal distribution, 68.27% lies within one deviation and 95.45% within two.
      expect(values.count { $0 < 0 }, of: values.count, probability: 0.5)
      expect(values.count { abs($0) < deviation }, of: values.count, probability: 0.6827)
      expect(values.count { abs($0) < 2 * deviation }, of: values.count, probability: 0.9545)
    }
  }
}
