import Tensors
import Testing

@Suite struct OrthogonalTests {
  private let memory = Memory()

  @Test(arguments: [(6, 6), (17, 64), (64, 17), (4, 48), (1, 8), (8, 1), (1, 1)])
  func `the shorter side's vectors are orthogonal and as long as the gain`(rows: Int, columns: Int)
  {
    var random = RandomStream(seed: 3, purpose: .initialization)
    let gain = 1.5
    let matrix = memory.matrix(rows, columns, gap: 2) { _, _ in .nan }
    Orthogonal.fill(matrix, gain: Float(gain), using: &random)
    let vectors =
      rows <= columns
      ? matrix.doubles : (0..<columns).map { column in matrix.doubles.map { $0[column] } }
    for (i, first) in vectors.enumerated() {
      for (j, second) in vectors.enumerated() {
        let product = zip(first, second).reduce(0) { $0 + $1.0 * $1.1 }
        // Rounding of entries to single precision.
        #expect(abs(product - (i == j ? gain * gain : 0)) < 1e-6)
      }
    }
  }

  /// Every entry of a uniformly distributed 3 x 3 orthogonal matrix has mean 0 and variance 1/3. The
  /// standard errors over 4000 matrices are 0.009 and 0.005; five of them are allowed.
  @Test func `directions are uniformly distributed`() {
    var random = RandomStream(seed: 4, purpose: .initialization)
    let matrix = memory.matrix(3, 3) { _, _ in .nan }
    var sums = [Double](repeating: 0, count: 9)
    var squares = sums
    for _ in 0..<4000 {
      Orthogonal.fill(matrix, gain: 1, using: &random)
      for index in 0..<9 {
        sums[index] += Double(matrix[index])
        squares[index] += Double(matrix[index] * matrix[index])
      }
    }
    for index in 0..<9 {
      #expect(abs(sums[index] / 4000) < 0.045)
      #expect(abs(squares[index] / 4000 - 1.0 / 3) < 0.025)
    }
  }
}
