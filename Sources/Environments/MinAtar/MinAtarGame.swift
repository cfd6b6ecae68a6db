import Tensors

/// The rules of one of MinAtar's games (Young and Tian 2019, arXiv 1903.03176): all of it but sticky
/// actions. What chance does in a step is drawn before the step and handed to it.
protocol MinAtarGame: Sendable {
  /// What is drawn for a step.
  associatedtype Draw

  /// The channels of what is seen, in order.
  static var channels: [String] { get }
  /// The moves that do something, and the one that does nothing, in order.
  static var usefulMoves: [MinAtarMove] { get }

  init(_ configuration: MinAtarConfiguration)

  mutating func reset(using random: inout RandomStream)

  /// What chance does in the next step.
  func draw(using random: inout RandomStream) -> Draw

  mutating func step(_ move: MinAtarMove, _ draw: Draw) -> StepResult

  /// Calls `mark` with the channel and the square of everything that is to be seen.
  func forEachThing(_ mark: (_ channel: Int, _ square: GridSquare) -> Void)

  func save(to state: inout EnvironmentState)
  mutating func restore(from state: EnvironmentState) throws(EnvironmentError)

  var diagnostics: [(key: String, value: [Double])] { get }
  static var diagnosticLabels: [QuantityLabel] { get }

  /// How the squares of each channel look in a picture; later channels cover earlier ones.
  static var cells: [PictureCard.Cell] { get }
}

/// What a player can do, in the order of the games' full set of actions.
enum MinAtarMove: Int, CaseIterable, Sendable {
  case stay, left, up, right, down, fire

  var name: String { "\(self)" }
}

/// A square of a game of 10 by 10: x to the right, y downwards.
struct GridSquare: Sendable, Hashable {
  var x, y: Int

  /// The number of squares in a row and in a column.
  static let side = 10
  static let last = side - 1
}

extension EnvironmentState {
  /// A square saved as x and y.
  func square(
    _ name: String, y: ClosedRange<Int> = 0...GridSquare.last
  ) throws(EnvironmentError) -> GridSquare {
    let place = try counts(name, count: 2, in: 0...GridSquare.last)
    guard y.contains(place[1]) else {
      throw EnvironmentError("'\(name)' of the saved state lies in row \(place[1])")
    }
    return GridSquare(x: place[0], y: place[1])
  }
}
