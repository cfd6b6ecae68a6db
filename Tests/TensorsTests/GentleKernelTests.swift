import Tensors
import Testing

/// Kernels that keep the processor's clock up compute what the others compute, to the bit.
@Suite struct GentleKernelTests {
  private let memory = Memory()

  /// What `compute` writes into a matrix of that size, first as usual and then gently.
  private func expectSameBits(
    rows: Int, columns: Int, _ compute: (Matrix) -> Void,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let results = [false, true].map { isGentle in
      let result = memory.matrix(rows, columns, gap: 3) { Float($0 - $1) / 64 }
      LinearAlgebraRuntime.gently(if: isGentle) { compute(result) }
      return result
    }
    for row in 0..<rows {
      for column in 0..<columns {
        #expect(
          results[0][row, column].bitPattern == results[1][row, column].bitPattern,
          sourceLocation: sourceLocation)
      }
    }
  }

  @Test(
    arguments: [1, 2, 3, 4, 5, 8],
    [(17, 64), (64, 192), (64, 6), (300, 33), (376, 256), (5, 1), (64, 100)])
  func `products`(rows: Int, shape: (inner: Int, columns: Int)) {
    let (inner, columns) = shape
    let left = memory.random(rows, inner, gap: 1)
    let leftTransposed = memory.random(inner, rows, gap: 1)
    let right = memory.random(inner, columns, gap: 2)
    for accumulating in [false, true] {
      expectSameBits(rows: rows, columns: columns) {
        $0.multiply(left, right, accumulating: accumulating)
      }
      expectSameBits(rows: rows, columns: columns) {
        $0.multiply(transposed: leftTransposed, right, accumulating: accumulating)
      }
    }
  }

  @Test(arguments: [1, 4], [1, 6, 33, 64])
  func `biases, activations and a step of the GRU`(rows: Int, columns: Int) {
    let bias = memory.random(1, columns)
    let factors = memory.random(1, rows)
    expectSameBits(rows: rows, columns: columns) { $0.addBias(bias) }
    expectSameBits(rows: rows, columns: columns) { $0.addBiasThenTanh(bias) }
    expectSameBits(rows: rows, columns: columns) { $0.addBiasThenReLU(bias) }
    expectSameBits(rows: rows, columns: columns) { $0.scaleRows(by: factors, into: $0) }

    let products = (0..<2).map { _ in memory.random(rows, 3 * columns) }
    let biases = (0..<2).map { _ in memory.random(1, 3 * columns) }
    let state = memory.random(rows, columns)
    let gates = (0..<4).map { _ in memory.matrix(rows, columns) { _, _ in 0 } }
    expectSameBits(rows: rows, columns: columns) {
      $0.applyGRUStep(
        input: products[0], recurrent: products[1], inputBias: biases[0],
        recurrentBias: biases[1], state: state, reset: gates[0], update: gates[1],
        candidate: gates[2], candidateRecurrent: gates[3])
    }
  }
}
