import Foundation
import Tensors
import Testing

/// The kernels are compared with the same functions in double precision, over the whole range in which
/// they vary; the bounds are those that the kernels state.
@Suite struct ElementaryFunctionTests {
  private let memory = Memory()

  /// Numbers of both signs and of every size that matters, between -limit and limit.
  private func arguments(to limit: Float) -> [Float] {
    let even = stride(from: -limit, through: limit, by: limit / 50_000).map { $0 }
    let small = stride(from: Float(-30), through: 0, by: 0.01).flatMap { exponent in
      [exp(exponent), -exp(exponent)]
    }
    let edge: Float = 0.5
    return even + small + [0, -0.0, edge, -edge, edge.nextDown, edge.nextUp]
  }

  /// The largest errors over `arguments`, in absolute terms and relative to the exact value.
  private func largestErrors(
    _ arguments: [Float], _ apply: (Matrix) -> Void, _ exact: (Double) -> Double
  ) -> (absolute: Double, relative: Double) {
    let values = memory.matrix(1, arguments.count) { arguments[$1] }
    apply(values)
    var (absolute, relative) = (0.0, 0.0)
    for (index, argument) in arguments.enumerated() {
      let expected = exact(Double(argument))
      let error = abs(Double(values[index]) - expected)
      guard error != 0 else { continue }
      absolute = max(absolute, error)
      relative = max(relative, error / abs(expected))
    }
    return (absolute, relative)
  }

  @Test func `exp has a relative error below 2e-7`() {
    #expect(largestErrors(arguments(to: 87), { $0.applyExp() }, { exp($0) }).relative < 2e-7)
  }

  @Test func `tanh has a relative error below 4e-7, and never exceeds 1`() {
    let arguments = arguments(to: 20)
    #expect(largestErrors(arguments, { $0.applyTanh() }, { tanh($0) }).relative < 4e-7)
    let values = memory.matrix(1, arguments.count) { arguments[$1] }
    values.applyTanh()
    #expect(values.values.allSatisfy { abs($0) <= 1 })
  }

  @Test func `the logistic function has an absolute error below 2e-7, and stays from 0 to 1`() {
    let arguments = arguments(to: 40)
    let errors = largestErrors(arguments, { $0.applySigmoid() }, { 1 / (1 + exp(-$0)) })
    #expect(errors.absolute < 2e-7)
    let values = memory.matrix(1, arguments.count) { arguments[$1] }
    values.applySigmoid()
    #expect(values.values.allSatisfy { $0 >= 0 && $0 <= 1 })
  }

  @Test func `beyond their ranges the functions stay at their limits`() {
    let extremes: [Float] = [-.infinity, -1000, -100, 100, 1000, .infinity]
    let values = memory.matrix(3, 6) { extremes[$1] }
    values.row(0).applyExp()
    values.row(1).applyTanh()
    values.row(2).applySigmoid()
    #expect(values.values.allSatisfy { $0.isFinite })
    for column in 0..<3 {
      #expect(values[0, column] < 1e-37 && values[0, 3 + column] > 1e38)
      #expect(values[1, column] < -1 + 4e-7 && values[1, 3 + column] > 1 - 4e-7)
      #expect(values[2, column] < 2e-7 && values[2, 3 + column] > 1 - 2e-7)
    }
  }

  @Test func `what is not a number stays so`() {
    let values = memory.matrix(3, 40) { _, _ in .nan }
    values.row(0).applyExp()
    values.row(1).applyTanh()
    values.row(2).applySigmoid()
    #expect(values.values.allSatisfy { $0.isNaN })
  }
}
