import Foundation
import Tensors
import Testing

/// One step of a gated recurrent unit and its gradient, against the formulas in double precision.
@Suite struct GRUKernelTests {
  private let memory = Memory()

  private func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

  @Test(arguments: [(1, 1), (3, 5), (4, 16), (7, 33)])
  func `a step follows its equations, gates in the order reset, update, candidate`(
    rows: Int, hidden: Int
  ) {
    let input = memory.random(rows, 3 * hidden)
    let recurrent = memory.random(rows, 3 * hidden)
    let inputBias = memory.random(1, 3 * hidden)
    let recurrentBias = memory.random(1, 3 * hidden)
    let state = memory.random(rows, hidden)
    let gates = (0..<4).map { _ in memory.matrix(rows, hidden) { _, _ in .nan } }
    let next = memory.matrix(rows, hidden) { _, _ in .nan }
    next.applyGRUStep(
      input: input, recurrent: recurrent, inputBias: inputBias, recurrentBias: recurrentBias,
      state: state, reset: gates[0], update: gates[1], candidate: gates[2],
      candidateRecurrent: gates[3])
    var largest = 0.0
    for row in 0..<rows {
      for unit in 0..<hidden {
        func part(_ matrix: Matrix, _ bias: Matrix, _ gate: Int) -> Double {
          Double(matrix[row, gate * hidden + unit]) + Double(bias[gate * hidden + unit])
        }
        let reset = sigmoid(part(input, inputBias, 0) + part(recurrent, recurrentBias, 0))
        let update = sigmoid(part(input, inputBias, 1) + part(recurrent, recurrentBias, 1))
        let candidateRecurrent = part(recurrent, recurrentBias, 2)
        let candidate = tanh(part(input, inputBias, 2) + reset * candidateRecurrent)
        let expected = (1 - update) * candidate + update * Double(state[row, unit])
        let pairs = zip(
          gates.map { Double($0[row, unit]) } + [Double(next[row, unit])],
          [reset, update, candidate, candidateRecurrent, expected])
        largest = pairs.reduce(largest) { max($0, abs($1.0 - $1.1)) }
      }
    }
    #expect(largest < 1e-6)
  }

  /// The gradient by central differences of the equations in double precision: their own error is
  /// about 1e-9.
  @Test func `the gradient of a step is that of its equations`() {
    let (rows, hidden) = (3, 5)
    let input = memory.random(rows, 3 * hidden)
    let recurrent = memory.random(rows, 3 * hidden)
    let zero = memory.matrix(1, 3 * hidden) { _, _ in 0 }
    let state = memory.random(rows, hidden)
    let gates = (0..<4).map { _ in memory.matrix(rows, hidden) { _, _ in .nan } }
    let next = memory.matrix(rows, hidden) { _, _ in .nan }
    next.applyGRUStep(
      input: input, recurrent: recurrent, inputBias: zero, recurrentBias: zero, state: state,
      reset: gates[0], update: gates[1], candidate: gates[2], candidateRecurrent: gates[3])
    let gradient = memory.random(rows, hidden)
    let inputGradient = memory.matrix(rows, 3 * hidden) { _, _ in .nan }
    let recurrentGradient = memory.matrix(rows, 3 * hidden) { _, _ in .nan }
    let stateGradient = memory.matrix(rows, hidden) { _, _ in .nan }
    gradient.applyGRUStepGradient(
      reset: gates[0], update: gates[1], candidate: gates[2], candidateRecurrent: gates[3],
      state: state, inputGradient: inputGradient, recurrentGradient: recurrentGradient,
      stateGradient: stateGradient)

    for row in 0..<rows {
      for unit in 0..<hidden {
        // x and u of each gate, then the state.
        let arguments =
          (0..<3).map { Double(input[row, $0 * hidden + unit]) }
          + (0..<3).map { Double(recurrent[row, $0 * hidden + unit]) }
          + [Double(state[row, unit])]
        func output(_ a: [Double]) -> Double {
          let update = sigmoid(a[1] + a[4])
          return (1 - update) * tanh(a[2] + sigmoid(a[0] + a[3]) * a[5]) + update * a[6]
        }
        let computed =
          (0..<3).map { inputGradient[row, $0 * hidden + unit] }
          + (0..<3).map { recurrentGradient[row, $0 * hidden + unit] }
          + [stateGradient[row, unit]]
        for index in 0..<7 {
          var (above, below) = (arguments, arguments)
          above[index] += 1e-5
          below[index] -= 1e-5
          let slope = (output(above) - output(below)) / 2e-5
          #expect(abs(Double(computed[index]) - Double(gradient[row, unit]) * slope) < 1e-6)
        }
      }
    }
  }
}
