import Tensors

/// MinAtar's Breakout: keep a ball in the air with a paddle and break three rows of bricks, each worth 1.
/// Where the last brick is broken, new ones appear when the ball is at the bottom again. A missed ball ends
/// the episode.
struct Breakout: MinAtarGame {
  private var paddle = 4
  private var ball = GridSquare(x: 0, y: firstBallRow)
  /// Where the ball was a step ago.
  private var trail = GridSquare(x: 0, y: firstBallRow)
  private var movesRight = true
  private var movesDown = true
  /// A bit for each brick, row by row.
  private var bricks = allBricks
  /// Whether the ball broke a brick, or has been among bricks since: it breaks no other.
  private var isAmongBricks = false

  private static let firstBallRow = 3
  private static let brickRows = 1...3
  private static let brickCount = brickRows.count * GridSquare.side
  private static let allBricks: UInt32 = 1 << UInt32(brickCount) - 1

  static let channels = ["paddle", "ball", "trail", "brick"]
  static let usefulMoves: [MinAtarMove] = [.stay, .left, .right]

  init(_ configuration: MinAtarConfiguration) {}

  mutating func reset(using random: inout RandomStream) {
    paddle = 4
    movesRight = random.integer(below: 2) == 0
    movesDown = true
    ball = GridSquare(x: movesRight ? 0 : GridSquare.last, y: Self.firstBallRow)
    trail = ball
    bricks = Self.allBricks
    isAmongBricks = false
  }

  /// Nothing is random in a step.
  func draw(using random: inout RandomStream) {}

  mutating func step(_ move: MinAtarMove, _ draw: Void) -> StepResult {
    switch move {
    case .left: paddle = max(paddle - 1, 0)
    case .right: paddle = min(paddle + 1, GridSquare.last)
    default: break
    }
    trail = ball
    var next = GridSquare(x: ball.x + (movesRight ? 1 : -1), y: ball.y + (movesDown ? 1 : -1))
    if next.x < 0 || next.x > GridSquare.last {
      next.x = ball.x
      movesRight.toggle()
    }
    var result = StepResult(reward: 0)
    let meetsBrick = hasBrick(next)
    if next.y < 0 {
      next.y = 0
      movesDown.toggle()
    } else if meetsBrick {
      if !isAmongBricks {
        result.reward = 1
        bricks &= ~Self.bit(next)
        next.y = ball.y
        movesDown.toggle()
      }
    } else if next.y == GridSquare.last {
      meetFloor(&next, &result)
    }
    isAmongBricks = meetsBrick
    ball = next
    return result
  }

  /// The ball bounces off a paddle: back up where that is below it, back to where it came from where the
  /// two meet at the edge.
  private mutating func meetFloor(_ next: inout GridSquare, _ result: inout StepResult) {
    if bricks == 0 { bricks = Self.allBricks }
    if ball.x == paddle {
      next.y = ball.y
      movesDown.toggle()
    } else if next.x == paddle {
      next.y = ball.y
      movesDown.toggle()
      movesRight.toggle()
    } else {
      result.outcome = .terminated
    }
  }

  private func hasBrick(_ square: GridSquare) -> Bool {
    Self.brickRows.contains(square.y) && bricks & Self.bit(square) != 0
  }

  private static func bit(_ square: GridSquare) -> UInt32 {
    1 << UInt32((square.y - brickRows.lowerBound) * GridSquare.side + square.x)
  }

  @inline(__always)
  func forEachThing(_ mark: (_ channel: Int, _ square: GridSquare) -> Void) {
    mark(0, GridSquare(x: paddle, y: GridSquare.last))
    mark(1, ball)
    mark(2, trail)
    var rest = bricks
    while rest != 0 {
      let (row, column) = rest.trailingZeroBitCount.quotientAndRemainder(
        dividingBy: GridSquare.side)
      mark(3, GridSquare(x: column, y: row + Self.brickRows.lowerBound))
      rest &= rest - 1
    }
  }

  func save(to state: inout EnvironmentState) {
    state["paddle"] = [Double(paddle)]
    state["ball"] = [Double(ball.x), Double(ball.y)]
    state["trail"] = [Double(trail.x), Double(trail.y)]
    state.set("ball_moves", flags: [movesRight, movesDown])
    state.set("bricks", flags: (0..<Self.brickCount).map { bricks >> UInt32($0) & 1 == 1 })
    state.set("is_among_bricks", flags: [isAmongBricks])
  }

  mutating func restore(from state: EnvironmentState) throws(EnvironmentError) {
    paddle = try state.count("paddle", in: 0...GridSquare.last)
    ball = try state.square("ball")
    trail = try state.square("trail")
    let moves = try state.flags("ball_moves", count: 2)
    (movesRight, movesDown) = (moves[0], moves[1])
    bricks = try state.flags("bricks", count: Self.brickCount).enumerated()
      .reduce(0) { $0 | ($1.element ? 1 << UInt32($1.offset) : 0) }
    isAmongBricks = try state.flags("is_among_bricks", count: 1)[0]
  }

  var diagnostics: [(key: String, value: [Double])] {
    [
      ("ball", [Double(ball.x), Double(ball.y)]), ("paddle", [Double(paddle)]),
      ("bricks_left", [Double(bricks.nonzeroBitCount)]),
    ]
  }

  static let diagnosticLabels = [
    QuantityLabel("ball", unit: "squares"), QuantityLabel("paddle", unit: "squares"),
    QuantityLabel("bricks_left", unit: "bricks"),
  ]

  static let cells: [PictureCard.Cell] = [
    .init(.solid), .init(.highlighted, "o"), .init(.plain, "."), .init(.shaded),
  ]
}
