import Tensors

/// MinAtar's Asterix: pick up gold, worth 1, and keep away from enemies, which end the episode. Both come in
/// from the sides, one in each row at a time, faster and more often as the game goes on.
struct Asterix: MinAtarGame {
  /// An enemy or a piece of gold on its way through a row.
  struct Visitor: Sendable, Hashable {
    var column: Int
    var movesRight: Bool
    var isGold: Bool
  }

  /// Who comes in next, and into which of the lanes; the lane is nil where all are taken.
  struct Spawn: Sendable, Hashable {
    var visitor: Visitor
    var lane: Int?
  }

  private var player = middle
  /// The visitor in each lane; lane i is row i + 1.
  private var lanes = [Visitor?](repeating: nil, count: laneCount)
  private var spawnClock = Clock(interval: firstSpawnInterval)
  private var moveClock = Clock(interval: firstMoveInterval)
  /// Counts the steps down to the next level, past 0.
  private var stepsToLevel = levelSteps
  private var level = 0
  private let difficultyRamps: Bool

  /// Something that happens at intervals.
  private struct Clock: Sendable {
    var interval: Int
    /// The steps to the next time.
    var rest: Int

    init(interval: Int) { (self.interval, rest) = (interval, interval) }

    var isDue: Bool { rest == 0 }

    mutating func restart() { rest = interval }
  }

  private static let middle = GridSquare(x: 5, y: 5)
  private static let laneCount = 8
  /// The rows that the player can be in, which are those of the lanes.
  private static let rows = 1...laneCount
  private static let firstSpawnInterval = 10
  private static let firstMoveInterval = 5
  private static let levelSteps = 100

  static let channels = ["player", "enemy", "trail", "gold"]
  static let usefulMoves: [MinAtarMove] = [.stay, .left, .up, .right, .down]

  init(_ configuration: MinAtarConfiguration) {
    difficultyRamps = configuration.difficultyRamps
  }

  mutating func reset(using random: inout RandomStream) {
    player = Self.middle
    for lane in lanes.indices { lanes[lane] = nil }
    spawnClock = Clock(interval: Self.firstSpawnInterval)
    moveClock = Clock(interval: Self.firstMoveInterval)
    stepsToLevel = Self.levelSteps
    level = 0
  }

  /// The next visitor where it is time for one; otherwise nothing is drawn.
  func draw(using random: inout RandomStream) -> Spawn? {
    guard spawnClock.isDue else { return nil }
    let movesRight = random.integer(below: 2) == 0
    let isGold = random.integer(below: 3) == 0
    let visitor = Visitor(
      column: movesRight ? 0 : GridSquare.last, movesRight: movesRight, isGold: isGold)
    var freeCount = 0
    for lane in lanes.indices where lanes[lane] == nil { freeCount += 1 }
    guard freeCount > 0 else { return Spawn(visitor: visitor, lane: nil) }
    var rest = random.integer(below: freeCount)
    for lane in lanes.indices where lanes[lane] == nil {
      if rest == 0 { return Spawn(visitor: visitor, lane: lane) }
      rest -= 1
    }
    preconditionFailure("a lane is among the free ones")
  }

  mutating func step(_ move: MinAtarMove, _ spawn: Spawn?) -> StepResult {
    if let spawn {
      if let lane = spawn.lane { lanes[lane] = spawn.visitor }
      spawnClock.restart()
    }
    movePlayer(move)
    var result = StepResult(reward: 0)
    for lane in lanes.indices { meet(lane, &result) }
    if moveClock.isDue {
      moveClock.restart()
      for lane in lanes.indices {
        moveVisitor(lane)
        meet(lane, &result)
      }
    }
    spawnClock.rest -= 1
    moveClock.rest -= 1
    if difficultyRamps { ramp() }
    return result
  }

  private mutating func movePlayer(_ move: MinAtarMove) {
    switch move {
    case .left: player.x = max(player.x - 1, 0)
    case .right: player.x = min(player.x + 1, GridSquare.last)
    case .up: player.y = max(player.y - 1, Self.rows.lowerBound)
    case .down: player.y = min(player.y + 1, Self.rows.upperBound)
    case .stay, .fire: break
    }
  }

  /// What happens where the player is on the square of a visitor.
  private mutating func meet(_ lane: Int, _ result: inout StepResult) {
    guard let visitor = lanes[lane], player == GridSquare(x: visitor.column, y: lane + 1) else {
      return
    }
    if visitor.isGold {
      lanes[lane] = nil
      result.reward += 1
    } else {
      result.outcome = .terminated
    }
  }

  private mutating func moveVisitor(_ lane: Int) {
    guard var visitor = lanes[lane] else { return }
    visitor.column += visitor.movesRight ? 1 : -1
    lanes[lane] = (0...GridSquare.last).contains(visitor.column) ? visitor : nil
  }

  /// Every other level visitors move more often, too, until nothing can be faster.
  private mutating func ramp() {
    guard spawnClock.interval > 1 || moveClock.interval > 1 else { return }
    if stepsToLevel >= 0 {
      stepsToLevel -= 1
      return
    }
    if moveClock.interval > 1 && level % 2 == 1 { moveClock.interval -= 1 }
    if spawnClock.interval > 1 { spawnClock.interval -= 1 }
    level += 1
    stepsToLevel = Self.levelSteps
  }

  @inline(__always)
  func forEachThing(_ mark: (_ channel: Int, _ square: GridSquare) -> Void) {
    mark(0, player)
    for lane in lanes.indices {
      guard let visitor = lanes[lane] else { continue }
      mark(visitor.isGold ? 3 : 1, GridSquare(x: visitor.column, y: lane + 1))
      let last = visitor.column + (visitor.movesRight ? -1 : 1)
      if (0...GridSquare.last).contains(last) { mark(2, GridSquare(x: last, y: lane + 1)) }
    }
  }
}

extension Asterix {
  func save(to state: inout EnvironmentState) {
    state["player"] = [Double(player.x), Double(player.y)]
    state.set("visitor_is_there", flags: lanes.map { $0 != nil })
    state["visitor_column"] = lanes.map { Double($0?.column ?? 0) }
    state.set("visitor_moves_right", flags: lanes.map { $0?.movesRight ?? false })
    state.set("visitor_is_gold", flags: lanes.map { $0?.isGold ?? false })
    state["spawn_clock"] = [Double(spawnClock.interval), Double(spawnClock.rest)]
    state["move_clock"] = [Double(moveClock.interval), Double(moveClock.rest)]
    state["level"] = [Double(level)]
    // Counted from 0: past 0 is -1.
    state["level_clock"] = [Double(stepsToLevel + 1)]
  }

  mutating func restore(from state: EnvironmentState) throws(EnvironmentError) {
    player = try state.square("player", y: Self.rows)
    let isThere = try state.flags("visitor_is_there", count: Self.laneCount)
    let columns = try state.counts(
      "visitor_column", count: Self.laneCount, in: 0...GridSquare.last)
    let movesRight = try state.flags("visitor_moves_right", count: Self.laneCount)
    let isGold = try state.flags("visitor_is_gold", count: Self.laneCount)
    for lane in lanes.indices {
      lanes[lane] =
        isThere[lane]
        ? Visitor(column: columns[lane], movesRight: movesRight[lane], isGold: isGold[lane]) : nil
    }
    spawnClock = try Self.clock("spawn_clock", of: state, slowest: Self.firstSpawnInterval)
    moveClock = try Self.clock("move_clock", of: state, slowest: Self.firstMoveInterval)
    level = try state.count("level")
    stepsToLevel = try state.count("level_clock", in: 0...Self.levelSteps + 1) - 1
  }

  private static func clock(
    _ name: String, of state: EnvironmentState, slowest: Int
  ) throws(EnvironmentError) -> Clock {
    let values = try state.counts(name, count: 2, in: 0...slowest)
    var clock = Clock(interval: max(values[0], 1))
    clock.rest = values[1]
    return clock
  }

  var diagnostics: [(key: String, value: [Double])] {
    [
      ("player", [Double(player.x), Double(player.y)]), ("level", [Double(level)]),
      ("spawn_interval", [Double(spawnClock.interval)]),
      ("move_interval", [Double(moveClock.interval)]),
    ]
  }

  static let diagnosticLabels = [
    QuantityLabel("player", unit: "squares"), QuantityLabel("spawn_interval", unit: "steps"),
    QuantityLabel("move_interval", unit: "steps"),
  ]

  static let cells: [PictureCard.Cell] = [
    .init(.highlighted, "@"), .init(.solid, "x"), .init(.plain, "."), .init(.shaded, "$"),
  ]
}
