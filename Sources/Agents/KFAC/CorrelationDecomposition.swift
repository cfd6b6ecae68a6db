import Tensors

/// Finds the basis in which a factor is the identity and the correlation of successive steps diagonal,
/// again and again, in memory of its own (Martens, Ba and Johnson 2018, section 3.5, option 1: the moment
/// of successive steps is taken for symmetric).
final class CorrelationDecomposition: @unchecked Sendable {
  private let arena: Arena
  private let whitening, transposed, product: Matrix  // [n, n]
  private var matrix: [Double]
  private var solver: SymmetricEigensolver
  /// Why the last decomposition cannot be used, if it cannot.
  private(set) var failure: LinearAlgebraError?

  init(order: Int) {
    let (arena, buffers) = Arena.carve { carver in
      (
        carver.matrix(rows: order, columns: order), carver.matrix(rows: order, columns: order),
        carver.matrix(rows: order, columns: order)
      )
    }
    self.arena = arena
    (whitening, transposed, product) = buffers
    matrix = [Double](repeating: 0, count: order * order)
    solver = SymmetricEigensolver(order: order)
  }

  /// - Parameters:
  ///   - moment: the mean of x_{t-1}ᵀ x_t.
  ///   - eigenvectors: the factor's, as rows, and its `eigenvalues`.
  ///   - damping: added to the factor.
  ///   - basis: receives the basis B with B (factor + damping) Bᵀ = 1, its vectors as rows.
  ///   - correlations: receives the diagonal of B moment Bᵀ.
  func run(
    moment: Matrix, eigenvectors: Matrix, eigenvalues: Matrix, damping: Float, basis: Matrix,
    correlations: Matrix
  ) {
    failure = nil
    let order = solver.order
    for row in 0..<order {
      let scale = 1 / (eigenvalues[row] + damping).squareRoot()
      for column in 0..<order { whitening[row, column] = scale * eigenvectors[row, column] }
    }
    whitening.transpose(into: transposed)
    basis.multiply(whitening, moment)
    product.multiply(basis, transposed)
    for row in 0..<order {
      for column in 0..<order {
        matrix[row * order + column] =
          (Double(product[row, column]) + Double(product[column, row])) / 2
      }
    }
    do {
      let span = matrix.span
      try solver.solve(span)
    } catch {
      failure = error
      return
    }
    for index in matrix.indices { product[index] = Float(solver.vectors[index]) }
    basis.multiply(product, whitening)
    for index in 0..<order { correlations[index] = Float(max(-1, min(1, solver.values[index]))) }
  }
}
