import Foundation
import Tensors
import Testing

@Suite struct LinearAlgebraTests {
  /// Numbers from -1 to 1.
  private func random(_ count: Int, seed: UInt64 = 1) -> [Double] {
    var random = RandomStream(seed: seed, purpose: .initialization)
    return (0..<count).map { _ in random.uniform(-1, 1) }
  }

  /// A · x for A of rows, [n, n].
  private func product(_ matrix: [Double], _ vector: [Double]) -> [Double] {
    let n = vector.count
    return (0..<n).map { row in (0..<n).reduce(0) { $0 + matrix[row * n + $1] * vector[$1] } }
  }

  /// The tolerances here are thousand times the rounding of double precision at these orders.
  @Test(arguments: [1, 2, 7, 64])
  func `eigenvectors of a symmetric matrix are orthonormal and fulfil A v = l v`(
    order n: Int
  ) throws {
    let values = random(n * n)
    let matrix = (0..<n * n).map { values[$0] + values[$0 % n * n + $0 / n] }
    var solver = SymmetricEigensolver(order: n)
    try solver.solve([Double](repeating: 0, count: n * n).span)
    try solver.solve(matrix.span)
    #expect(solver.values == solver.values.sorted())
    let vectors = (0..<n).map { Array(solver.vectors[$0 * n..<($0 + 1) * n]) }
    for (i, vector) in vectors.enumerated() {
      for (image, entry) in zip(product(matrix, vector), vector) {
        #expect(abs(image - solver.values[i] * entry) < 1e-11)
      }
      for (j, other) in vectors.enumerated() {
        let dot = zip(vector, other).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(abs(dot - (i == j ? 1 : 0)) < 1e-12)
      }
    }
  }

  @Test func `eigenvalues of a companion matrix are the roots of its polynomial`() throws {
    // (x - 2)(x + 0.5)(x² - 0.6 x + 0.25), whose last factor has the roots 0.3 ± 0.4i.
    let coefficients = [-0.25, 0.225, 0.15, -2.1]
    var matrix = [Double](repeating: 0, count: 16)
    for row in 0..<4 {
      if row > 0 { matrix[row * 4 + row - 1] = 1 }
      matrix[row * 4 + 3] = -coefficients[row]
    }
    let expected = [(2.0, 0.0), (0.3, 0.4), (0.3, -0.4), (-0.5, 0)]
    let found = try Eigenvalue.all(of: matrix.span, order: 4)
    // Three of them have the magnitude 0.5, and rounding decides which comes first.
    #expect(found.count == 4)
    #expect(abs(found[0].real - 2) < 1e-12)
    for (real, imaginary) in expected {
      #expect(
        found.contains { abs($0.real - real) < 1e-12 && abs($0.imaginary - imaginary) < 1e-12 })
    }
  }

  @Test func `eigenvalues come largest first, conjugates side by side`() throws {
    // A turn by 60 degrees that doubles lengths, beside 3 and -1.
    let (cosine, sine) = (1.0, 3.0.squareRoot())
    let matrix = [-1, 0, 0, 0, 0, cosine, -sine, 0, 0, sine, cosine, 0, 0, 0, 0, 3]
    let found = try Eigenvalue.all(of: matrix.span, order: 4)
    let expected = [(3, 0), (cosine, sine), (cosine, -sine), (-1, 0)]
    for (value, (real, imaginary)) in zip(found, expected) {
      #expect(abs(value.real - real) < 1e-12 && abs(value.imaginary - imaginary) < 1e-12)
    }
    #expect(abs(found[1].magnitude - 2) < 1e-12)
  }

  @Test(arguments: [0, 0.3]) func `a damped step solves its equations`(damping: Double) throws {
    let n = 9
    let (matrix, right) = (random(n * n), random(n, seed: 2))
    let transposed = (0..<n * n).map { matrix[$0 % n * n + $0 / n] }
    var solver = DampedLeastSquares(order: n)
    solver.setMatrix(transposed: transposed.span)
    try solver.solve(right.span, damping: 5)
    try solver.solve(right.span, damping: damping)
    let image = product(transposed, product(matrix, solver.solution))
    for row in 0..<n {
      #expect(abs(image[row] + damping * solver.solution[row] - right[row]) < 1e-9)
    }
  }

  @Test func `what cannot be solved says why`() {
    let (broken, zeros) = ([1, .nan, .nan, 1], [Double](repeating: 0, count: 4))
    var eigensolver = SymmetricEigensolver(order: 2)
    #expect(throws: LinearAlgebraError.notFinite) { try eigensolver.solve(broken.span) }
    #expect(throws: LinearAlgebraError.notFinite) { try Eigenvalue.all(of: broken.span, order: 2) }
    var squares = DampedLeastSquares(order: 2)
    squares.setMatrix(transposed: zeros.span)
    #expect(throws: LinearAlgebraError.singular) { try squares.solve([1.0, 1].span, damping: 0) }
  }
}
