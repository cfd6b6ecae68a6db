import Tensors

/// Makes matrices and keeps them alive.
final class Memory {
  private var arenas: [Arena] = []
  private var random = RandomStream(seed: 1, purpose: .initialization)

  /// A matrix whose rows lie `gap` values apart, the gaps being NaN.
  func matrix(
    _ rows: Int, _ columns: Int, gap: Int = 0, _ value: (_ row: Int, _ column: Int) -> Float
  ) -> Matrix {
    let (arena, whole) = Arena.carve { $0.matrix(rows: rows, columns: columns + gap) }
    arenas.append(arena)
    whole.fill(.nan)
    let matrix = whole.columns(0..<columns)
    for row in 0..<rows {
      for column in 0..<columns { matrix[row, column] = value(row, column) }
    }
    return matrix
  }

  /// A matrix of numbers from -1 to 1.
  func random(_ rows: Int, _ columns: Int, gap: Int = 0) -> Matrix {
    matrix(rows, columns, gap: gap) { _, _ in Float(random.uniform(-1, 1)) }
  }
}

extension Matrix {
  /// The values in double precision.
  var doubles: [[Double]] {
    (0..<rows).map { row in (0..<columns).map { Double(self[row, $0]) } }
  }
}

/// The largest distance between two tables, which have the same shape; NaN counts as infinite.
func distance(_ left: [[Double]], _ right: [[Double]]) -> Double {
  guard left.map(\.count) == right.map(\.count) else { return .infinity }
  return zip(left.joined(), right.joined()).reduce(0) { largest, pair in
    let distance = abs(pair.0 - pair.1)
    return distance <= largest ? largest : (distance.isNaN ? .infinity : distance)
  }
}

/// The exact statistic of a chi-square test that all counts are equally likely.
func chiSquare(_ counts: [Int]) -> Double {
  let expected = Double(counts.reduce(0, +)) / Double(counts.count)
  return counts.reduce(0) { $0 + (Double($1) - expected) * (Double($1) - expected) / expected }
}
