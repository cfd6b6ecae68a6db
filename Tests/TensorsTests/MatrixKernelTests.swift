import Foundation
import Tensors
import Testing

/// Kernels against plain loops in double precision, over shapes that are and are not multiples of a
/// vector's length. Sums of up to 100 numbers from -1 to 1 may be off by 1e-5, the rest by 1e-6.
@Suite struct MatrixKernelTests {
  private let memory = Memory()
  private static let shapes = [(1, 1), (1, 16), (3, 5), (4, 64), (7, 33), (64, 17)]

  @Test(arguments: shapes)
  func `a bias is added to each row, before the activation`(rows: Int, columns: Int) {
    let x = memory.random(rows, columns, gap: 3)
    let bias = memory.random(1, columns)
    let sums = x.doubles.map { row in zip(row, bias.doubles[0]).map { $0 + $1 } }
    let kernels: [((Matrix) -> Void, (Double) -> Double)] = [
      ({ $0.addBias(bias) }, { $0 }), ({ $0.addBiasThenTanh(bias) }, { tanh($0) }),
      ({ $0.addBiasThenReLU(bias) }, { max(0, $0) }),
    ]
    for (kernel, exact) in kernels {
      let y = memory.matrix(rows, columns, gap: 2) { x[$0, $1] }
      kernel(y)
      #expect(distance(y.doubles, sums.map { $0.map(exact) }) < 1e-6)
    }
  }

  @Test(arguments: shapes)
  func `derivatives of activations are those of their outputs`(rows: Int, columns: Int) {
    let gradient = memory.random(rows, columns, gap: 1)
    let output = memory.random(rows, columns, gap: 2)
    let tanhGradient = memory.matrix(rows, columns, gap: 4) { gradient[$0, $1] }
    tanhGradient.multiplyByTanhDerivative(output: output)
    let reluGradient = memory.matrix(rows, columns) { gradient[$0, $1] }
    reluGradient.multiplyByReLUDerivative(output: output)
    let pairs = zip(gradient.doubles, output.doubles)
    #expect(
      distance(tanhGradient.doubles, pairs.map { zip($0, $1).map { $0 * (1 - $1 * $1) } }) < 1e-6)
    #expect(
      distance(reluGradient.doubles, pairs.map { zip($0, $1).map { $1 > 0 ? $0 : 0 } }) == 0)
  }

  @Test(arguments: shapes)
  func `rows are added, scaled and summed`(rows: Int, columns: Int) {
    let x = memory.random(rows, columns, gap: 3)
    let y = memory.random(rows, columns, gap: 1)
    let factors = memory.random(1, rows)
    let sum = memory.matrix(rows, columns) { x[$0, $1] }
    sum.add(y)
    #expect(
      distance(sum.doubles, zip(x.doubles, y.doubles).map { zip($0, $1).map { $0 + $1 } }) < 1e-6)

    let scaled = memory.matrix(rows, columns, gap: 5) { _, _ in .nan }
    x.scaleRows(by: factors, into: scaled)
    let exact = zip(x.doubles, factors.doubles[0]).map { row, factor in row.map { $0 * factor } }
    #expect(distance(scaled.doubles, exact) < 1e-6)
    y.addScaledRows(x, factors: factors)
    #expect(y[rows - 1, columns - 1].isFinite)

    let total = memory.matrix(1, columns) { _, _ in .nan }
    x.sumRows(into: total)
    let columnSums = (0..<columns).map { column in x.doubles.reduce(0) { $0 + $1[column] } }
    #expect(distance(total.doubles, [columnSums]) < 1e-5)
    x.sumRows(into: total, accumulating: true)
    #expect(distance(total.doubles, [columnSums.map { 2 * $0 }]) < 2e-5)
  }

  @Test func `scaled rows are added to what is there`() {
    let x = memory.random(5, 9, gap: 2)
    let y = memory.random(5, 9, gap: 1)
    let factors = memory.random(1, 5)
    let exact = (0..<5).map { row in
      zip(x.doubles[row], y.doubles[row]).map { $1 + $0 * Double(factors[row]) }
    }
    y.addScaledRows(x, factors: factors)
    #expect(distance(y.doubles, exact) < 1e-6)
  }

  @Test(arguments: [1, 2, 5, 18, 100])
  func `log-probabilities of logits sum to one, however far apart the logits are`(_ columns: Int) {
    for spread: Float in [1, 20, 300] {
      let logits = memory.matrix(4, columns, gap: 3) { row, column in
        spread * sin(Float(row * 31 + column * 17)) + 1000 * Float(row)
      }
      let exact = logits.doubles.map { row in
        let largest = row.max() ?? 0
        let sum = row.reduce(0) { $0 + exp($1 - largest) }
        return row.map { $0 - largest - log(sum) }
      }
      logits.logSoftmax(into: logits)
      // Logits of up to 3300 have a spacing of 2.4e-4 themselves, those of the first row one of 3e-5.
      #expect(distance(logits.doubles, exact) < 4.8e-4)
      #expect(distance([logits.doubles[0]], [exact[0]]) < 6e-5)
    }
  }

  @Test(arguments: shapes)
  func `a transposed matrix has rows for columns`(rows: Int, columns: Int) {
    let x = memory.random(rows, columns, gap: 3)
    let y = memory.matrix(columns, rows, gap: 2) { _, _ in .nan }
    x.transpose(into: y)
    for row in 0..<rows {
      for column in 0..<columns { #expect(y[column, row] == x[row, column]) }
    }
  }

  @Test(arguments: [1, 15, 16, 17, 1000])
  func `squares are summed in double precision`(_ count: Int) {
    let x = memory.random(1, count)
    let exact = x.doubles[0].reduce(0) { $0 + $1 * $1 }
    #expect(abs(x.sumOfSquares - exact) <= 1e-12 * exact)
  }

  @Test(arguments: [1, 16, 37])
  func `blending keeps so much of one matrix and takes so much of another`(_ count: Int) {
    let (x, y) = (memory.random(1, count), memory.random(1, count))
    let expected = zip(x.values, y.values).map { 0.75 * $0 + 0.5 * $1 }
    x.blend(y, keep: 0.75, take: 0.5)
    // Products that are rounded once or twice.
    for (value, other) in zip(x.values, expected) { #expect(abs(value - other) <= 1e-6) }
  }

  @Test func `each value is divided by its row's and column's product and the damping`() {
    let x = memory.matrix(3, 20, gap: 4) { row, column in Float(row + column) }
    let rows = memory.matrix(1, 3) { _, row in Float(row) }
    let columns = memory.matrix(1, 20) { _, column in Float(2 * column) }
    x.divideByProducts(rows: rows, columns: columns, damping: 0.5)
    for row in 0..<3 {
      for column in 0..<20 {
        #expect(x[row, column] == Float(row + column) / (Float(row * 2 * column) + 0.5))
      }
    }
  }

  @Test func `parts are added in their order, within their range only`() {
    let parts = memory.matrix(3, 40, gap: 8) { row, column in
      // Any other order would lose the last number.
      [1e8, -1e8, 1][row] * Float(column + 1)
    }
    let total = memory.matrix(1, 40) { _, _ in .nan }
    parts.sumParts(columns: 5..<38, into: total)
    for column in 0..<40 {
      if (5..<38).contains(column) {
        #expect(total[column] == Float(column + 1))
      } else {
        #expect(total[column].isNaN)
      }
    }
  }

  @Test func `standardized values have mean 0 and unbiased deviation 1`() {
    let x = memory.matrix(4, 25) { 1000 + 3 * sin(Float($0 * 25 + $1)) }
    x.standardize(epsilon: 0)
    let values = x.doubles.flatMap { $0 }
    let mean = values.reduce(0, +) / 100
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 99
    #expect(abs(mean) < 1e-6 && abs(variance - 1) < 1e-6)

    let constant = memory.matrix(1, 5) { _, _ in 3 }
    constant.standardize(epsilon: 1e-5)
    #expect(constant.values == [0, 0, 0, 0, 0])
  }

  @Test func `views share memory, and gaps between rows stay as they are`() {
    let whole = memory.matrix(4, 6) { Float($0 * 6 + $1) }
    let part = whole.rows(1..<3).columns(2..<5)
    #expect(part.values == [8, 9, 10, 14, 15, 16])
    part.fill(0)
    #expect(whole.row(0).values == [0, 1, 2, 3, 4, 5])
    #expect(whole.row(1).values == [6, 7, 0, 0, 0, 11])
    part.copy(from: (1...6).map(Float.init))
    #expect(whole.row(2).values == [12, 13, 4, 5, 6, 17])
    #expect(whole.reshaped(rows: 2, columns: 12).row(1)[0] == whole[2, 0])
  }
}
