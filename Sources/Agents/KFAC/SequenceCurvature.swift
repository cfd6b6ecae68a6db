import Tensors

/// How many times larger the curvature of a sequence's steps is than that of as many independent
/// samples, where the correlation of two steps is ψ to the power of their distance.
package struct SequenceCurvature: Sendable {
  /// (T - d) / T for each distance d.
  private let weights: [Float]

  /// What is left of the curvature at least, where successive steps cancel each other.
  private static let least: Float = 0.05

  /// - Parameter stepCount: of a sequence, T.
  package init(stepCount: Int) {
    weights = (0..<stepCount).map { Float(stepCount - $0) / Float(stepCount) }
  }

  /// The sum of (T - |d|) / T ψ^|d| over the distances d from -T to T.
  package func callAsFunction(_ correlation: Float) -> Float {
    var sum: Float = 0
    for weight in weights.dropFirst().reversed() { sum = (sum + weight) * correlation }
    return max(1 + 2 * sum, Self.least)
  }

  /// Divides each value by what belongs to the product of its row's and its column's correlation.
  func divide(_ values: Matrix, rows: Matrix, columns: Matrix) {
    for row in 0..<values.rows {
      for column in 0..<values.columns {
        values[row, column] /= self(rows[row] * columns[column])
      }
    }
  }
}
