import Tensors
import Testing

@Suite struct MatrixMultiplyTests {
  private let memory = Memory()

  /// [m, k] · [k, n]: small and large factors, one row, one column, sizes beside multiples of a
  /// vector's length, and sums longer than a block.
  private static let shapes = [
    (1, 1, 1), (1, 64, 64), (2, 64, 192), (3, 5, 1), (8, 17, 6), (5, 3, 16), (7, 33, 31),
    (64, 64, 64), (9, 300, 2), (4, 257, 48), (2, 128, 130), (6, 376, 256), (33, 270, 260),
  ]

  /// The product in double precision, with the rigorous bound on the error of a sum of k products in
  /// single precision: k units of 2^-24 times the sum of magnitudes.
  private func expectProduct(
    _ result: Matrix, _ left: [[Double]], _ right: [[Double]], plus initial: [[Double]]? = nil
  ) {
    for row in left.indices {
      for column in right[0].indices {
        var sum = initial?[row][column] ?? 0
        var magnitude = abs(sum)
        for k in right.indices {
          sum += left[row][k] * right[k][column]
          magnitude += abs(left[row][k] * right[k][column])
        }
        let bound = Double(right.count + 2) * 0x1p-24 * magnitude
        #expect(abs(Double(result[row, column]) - sum) <= bound)
      }
    }
  }

  private func transposed(_ table: [[Double]]) -> [[Double]] {
    table[0].indices.map { column in table.map { $0[column] } }
  }

  @Test(arguments: shapes)
  func `a product is the sum of products, with and without gaps between rows`(
    m: Int, k: Int, n: Int
  ) {
    for gap in [0, 5] {
      let left = memory.random(m, k, gap: gap)
      let right = memory.random(k, n, gap: gap)
      let result = memory.matrix(m, n, gap: gap) { _, _ in .nan }
      result.multiply(left, right)
      expectProduct(result, left.doubles, right.doubles)

      let initial = result.doubles
      result.multiply(left, right, accumulating: true)
      expectProduct(result, left.doubles, right.doubles, plus: initial)
    }
  }

  @Test(arguments: shapes)
  func `a product with a transposed left factor is the same sum`(m: Int, k: Int, n: Int) {
    for gap in [0, 5] {
      let left = memory.random(k, m, gap: gap)
      let right = memory.random(k, n, gap: gap)
      let result = memory.matrix(m, n, gap: gap) { _, _ in .nan }
      result.multiply(transposed: left, right)
      expectProduct(result, transposed(left.doubles), right.doubles)

      let initial = result.doubles
      result.multiply(transposed: left, right, accumulating: true)
      expectProduct(result, transposed(left.doubles), right.doubles, plus: initial)
    }
  }

  @Test(arguments: [(1, 1), (9, 15), (5, 16), (80, 17), (300, 33), (64, 64), (40, 192), (700, 100)])
  func `a matrix's transpose times itself is the product of the two, mirrored`(k: Int, n: Int) {
    for gap in [0, 5] {
      let x = memory.random(k, n, gap: gap)
      let result = memory.matrix(n, n, gap: gap) { _, _ in .nan }
      result.multiply(gramOf: x)
      expectProduct(result, transposed(x.doubles), x.doubles)
      for row in 0..<n {
        for column in 0..<row { #expect(result[row, column] == result[column, row]) }
      }
    }
  }

  @Test func `a product writes nothing beside its result`() {
    let whole = memory.matrix(5, 40) { _, _ in -7 }
    whole.rows(1..<4).columns(3..<36).multiply(memory.random(3, 20), memory.random(20, 33))
    for row in 0..<5 {
      for column in 0..<40 where !((1..<4).contains(row) && (3..<36).contains(column)) {
        #expect(whole[row, column] == -7)
      }
    }
  }
}
