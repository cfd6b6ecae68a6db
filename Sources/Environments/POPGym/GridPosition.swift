/// A cell of a grid. Rows are counted from the top.
struct GridPosition: Sendable, Hashable {
  var row: Int
  var column: Int

  /// The position some cells further.
  ///
  /// - Parameter direction: 0 left, 1 right, 2 up, 3 down.
  func moved(_ direction: Int, by distance: Int = 1) -> GridPosition {
    switch direction {
    case 0: GridPosition(row: row, column: column - distance)
    case 1: GridPosition(row: row, column: column + distance)
    case 2: GridPosition(row: row - distance, column: column)
    default: GridPosition(row: row + distance, column: column)
    }
  }
}
