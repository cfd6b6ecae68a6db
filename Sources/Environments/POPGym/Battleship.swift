import Tensors

/// The agent is to hit all squares of four ships on a board that it does not see. It is told whether
/// its last shot was a new hit.
struct Battleship: POPGymTask {
  private let side: Int
  /// Whether each square is part of a ship, row by row.
  private var isShip: [Bool]
  private var isGuessed: [Bool]
  private var hits = 0
  private var isHit = false
  private var steps = 0

  private static let shipSquares = 2 + 3 + 3 + 4

  static let descriptions = EnvironmentDescription.popgym(
    "Battleship", "Hit all squares of four ships, told only whether the last shot was a hit.",
    easy: Battleship(side: 8), medium: Battleship(side: 10), hard: Battleship(side: 12))

  init(side: Int) {
    self.side = side
    isShip = [Bool](repeating: false, count: side * side)
    isGuessed = isShip
  }

  var observationSpace: BoxSpace { BoxSpace([.category("hit", of: 2)]) }
  var actionSpace: ActionSpace { .multiDiscrete([side, side]) }
  var actionLabels: [QuantityLabel] { ["row", "column"] }

  /// As many steps as there are squares.
  var stepLimit: Int { isShip.count }

  mutating func reset(using random: inout RandomStream) {
    for index in isShip.indices {
      isShip[index] = false
      isGuessed[index] = false
    }
    placeShip(length: 2, using: &random)
    placeShip(length: 3, using: &random)
    placeShip(length: 3, using: &random)
    placeShip(length: 4, using: &random)
    (hits, isHit, steps) = (0, false, 0)
  }

  /// Places a ship where none is yet, every place and direction equally likely. Ships may touch.
  private mutating func placeShip(length: Int, using random: inout RandomStream) {
    while true {
      let line = random.integer(below: side)
      let start = random.integer(below: side - length + 1)
      let isHorizontal = random.integer(below: 2) == 0
      let first = isHorizontal ? line * side + start : start * side + line
      let stride = isHorizontal ? 1 : side
      if !(0..<length).contains(where: { isShip[first + $0 * stride] }) {
        for offset in 0..<length { isShip[first + offset * stride] = true }
        return
      }
    }
  }

  mutating func step(_ action: Span<Float>, using random: inout RandomStream) -> StepResult {
    let index = Int(action[0]) * side + Int(action[1])
    isHit = isShip[index] && !isGuessed[index]
    isGuessed[index] = true
    if isHit { hits += 1 }
    steps += 1
    return StepResult(
      reward: isHit ? 1 / Double(Self.shipSquares) : -1 / Double(isShip.count - Self.shipSquares),
      outcome: Outcome(
        terminated: hits == Self.shipSquares, truncated: steps >= stepLimit))
  }

  func observe(into observation: inout MutableSpan<Float>) { observation[0] = isHit ? 1 : 0 }

  func save(to state: inout EnvironmentState) {
    state.set("board", flags: isShip)
    state.set("guesses", flags: isGuessed)
    state.set("hit", flags: [isHit])
    state["steps"] = [Double(steps)]
  }

  mutating func restore(from state: EnvironmentState) throws(EnvironmentError) {
    isShip = try state.flags("board", count: isShip.count)
    isGuessed = try state.flags("guesses", count: isShip.count)
    hits = isShip.indices.count { isShip[$0] && isGuessed[$0] }
    isHit = try state.flags("hit", count: 1)[0]
    steps = try state.count("steps", in: 0...stepLimit)
  }

  /// The board with what the agent does not see: its hits are marked X, its misses o.
  var picture: EnvironmentPicture? {
    let cells = zip(isShip, isGuessed).map { isShip, isGuessed in
      PictureCard.Cell(
        isShip ? (isGuessed ? .highlighted : .shaded) : .plain,
        isGuessed ? (isShip ? "X" : "o") : "")
    }
    return EnvironmentPicture(
      PictureCard(lines: observationLines, cells: cells, columns: side), duration: 0.2)
  }
}
