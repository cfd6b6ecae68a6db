import Settings
import Tensors

/// The settings of MinAtar's games.
struct MinAtarConfiguration: EnvironmentArguments {
  /// Whether the agent chooses among the moves that do something only.
  var hasMinimalActions = true
  /// How likely the last move is made once more, whatever was chosen.
  var stickyActionProbability = 0.1
  /// Whether Asterix gets faster as it goes on; Breakout does not.
  var difficultyRamps = true

  static let settings = [
    Setting(
      "minimal_actions", \Self.hasMinimalActions,
      """
      Whether only moves that do something can be chosen, as in the package's version 1; otherwise the \
      six of all its games, as in version 0.
      """),
    Setting(
      "sticky_action_probability", \Self.stickyActionProbability,
      "How likely the last move is made once more, whatever was chosen.", in: 0...1),
    Setting(
      "difficulty_ramping", \Self.difficultyRamps,
      "Whether the game gets faster as it goes on. Breakout does not."),
  ]
}

/// One of MinAtar's games: squares of 10 by 10 in a channel for each kind of thing, 1 where one is and 0
/// elsewhere.
///
/// Rules, rewards and channels are those of the published games; what is random has the same
/// probabilities and other random numbers. An episode begins as if the last move had been none, whereas the
/// package's first move can be the last of the episode before.
struct MinAtar<Game: MinAtarGame>: Environment {
  private(set) var game: Game
  /// What was done last, which may not be what was chosen.
  private(set) var lastMove = MinAtarMove.stay
  private let moves: [MinAtarMove]
  private let stickiness: Double

  init(_ configuration: MinAtarConfiguration) {
    game = Game(configuration)
    moves = configuration.hasMinimalActions ? Game.usefulMoves : MinAtarMove.allCases
    stickiness = configuration.stickyActionProbability
  }

  static func description(_ name: String, _ summary: String) -> EnvironmentDescription {
    EnvironmentDescription(
      id: "MinAtar\(name)-v1", summary: summary, family: EnvironmentDescription.minatarFamily,
      maximumEpisodeSteps: nil, arguments: MinAtarConfiguration.self
    ) { Self($0) }
  }

  var observationSpace: BoxSpace {
    .image(
      "grid", channels: Game.channels.count, height: GridSquare.side, width: GridSquare.side,
      isSymbolic: true)
  }

  var actionSpace: ActionSpace { .discrete(moves.count) }

  var actionLabels: [QuantityLabel] { moves.map { QuantityLabel($0.name) } }

  mutating func reset(using random: inout RandomStream) {
    game.reset(using: &random)
    lastMove = .stay
  }

  mutating func step(_ action: Span<Float>, using random: inout RandomStream) -> StepResult {
    if random.uniform() >= stickiness { lastMove = moves[Int(action[0])] }
    return game.step(lastMove, game.draw(using: &random))
  }

  func observe(into observation: inout MutableSpan<Float>) {
    for index in observation.indices { observation[index] = 0 }
    let (side, area) = (GridSquare.side, GridSquare.side * GridSquare.side)
    game.forEachThing { channel, square in
      observation[channel * area + square.y * side + square.x] = 1
    }
  }

  func save(to state: inout EnvironmentState) {
    game.save(to: &state)
    state["last_move"] = [Double(lastMove.rawValue)]
  }

  mutating func restore(from state: EnvironmentState) throws(EnvironmentError) {
    try game.restore(from: state)
    let move = try state.count("last_move", in: 0...MinAtarMove.allCases.count - 1)
    lastMove = MinAtarMove.allCases[move]
  }

  /// The numbers of the game (squares are x and y, counted from the upper left corner), and the move that
  /// was made.
  var diagnostics: [(key: String, value: [Double])] {
    game.diagnostics + [("move", [Double(lastMove.rawValue)])]
  }

  var diagnosticLabels: [QuantityLabel] {
    Game.diagnosticLabels + [
      QuantityLabel(
        "move", classes: [0: "stay", 1: "left", 2: "up", 3: "right", 4: "down", 5: "fire"])
    ]
  }

  var picture: EnvironmentPicture? {
    let side = GridSquare.side
    var cells = [PictureCard.Cell](repeating: .init(.plain), count: side * side)
    for channel in Game.channels.indices.reversed() {
      game.forEachThing {
        if $0 == channel { cells[$1.y * side + $1.x] = Game.cells[channel] }
      }
    }
    return EnvironmentPicture(
      PictureCard(lines: [PictureCard.Line("move", lastMove.name)], cells: cells, columns: side),
      duration: 0.1)
  }
}

extension EnvironmentDescription {
  static let minatarFamily = "MinAtar"
}

extension EnvironmentRegistry {
  /// Games after MinAtar's, with the spaces of its version 1.
  static let minatar = [
    MinAtar<Breakout>.description(
      "Breakout", "Keep a ball in the air with a paddle and break bricks."),
    MinAtar<Asterix>.description("Asterix", "Pick up gold and keep away from enemies."),
  ]

  /// The environment that MinAtar registers as `id`, such as `MinAtar/Breakout-v1`.
  func environment(minatarID id: String) -> EnvironmentDescription? {
    guard id.contains("/") else { return nil }
    let name = id.replacing("/", with: "", maxReplacements: 1)
    return environments.first {
      $0.family == EnvironmentDescription.minatarFamily && $0.id == name
    }
  }
}
