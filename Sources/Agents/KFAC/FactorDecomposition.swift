import Models
import Tensors

/// Decomposes one factor again and again, in memory of its own.
final class FactorDecomposition: @unchecked Sendable {
  private var matrix: [Double]
  private var solver: SymmetricEigensolver
  /// Why the last decomposition cannot be used, if it cannot.
  private(set) var failure: Failure?

  enum Failure {
    case unsolved(LinearAlgebraError)
    /// The smallest and the largest eigenvalue.
    case notPositive(Double, Double)
  }

  /// Eigenvalues up to this count as 0, as in the original work.
  static let threshold = 1e-6

  init(order: Int) {
    matrix = [Double](repeating: 0, count: order * order)
    solver = SymmetricEigensolver(order: order)
  }

  /// Writes a factor's eigenvectors, as rows, and its eigenvalues in ascending order; nothing where it
  /// fails.
  func run(_ factor: Matrix, vectors: Matrix, values: Matrix) {
    failure = nil
    for index in matrix.indices { matrix[index] = Double(factor[index]) }
    do {
      let span = matrix.span
      try solver.solve(span)
    } catch {
      failure = .unsolved(error)
      return
    }
    let (smallest, largest) = (solver.values[0], solver.values[solver.order - 1])
    // A mean of squares that rounding has touched is not far below zero.
    guard smallest >= -1e-3 * abs(largest) else {
      failure = .notPositive(smallest, largest)
      return
    }
    for index in matrix.indices { vectors[index] = Float(solver.vectors[index]) }
    for index in 0..<solver.order {
      let value = solver.values[index]
      values[index] = value > Self.threshold ? Float(value) : 0
    }
  }
}
