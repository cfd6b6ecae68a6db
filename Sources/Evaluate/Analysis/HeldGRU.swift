import Foundation
import Models
import Tensors

/// A policy's GRU while its input stands still: a map F from state to state, in double precision.
///
///     r = sigmoid(a_r + h · U_r + c_r)
///     z = sigmoid(a_z + h · U_z + c_z)
///     n = tanh(a_n + r * (h · U_n + c_n))
///     F(h) = (1 - z) * n + z * h
///
/// with a = x · W + b of the input x; the letters are those of ``GRU``.
package struct HeldGRU: Sendable {
  /// H
  package let size: Int
  private let recurrentWeight: [Double]  // U, [H, 3H]
  private let inputProduct: [Double]  // a, [3H]
  private let recurrentBias: [Double]  // c, [3H]

  /// Where each unit of a state can be. A step is a mean of the state and of a hyperbolic tangent, and a
  /// policy's state begins at zero, so that no unit ever leaves this range.
  package let reachable = -1.0...1.0

  /// Holds the GRU of `policy` at an input as the policy sees it, [O]; nil where it has another cell or none,
  /// or something below the cell.
  package init?(_ policy: Policy, input: [Double]) {
    guard let gru = policy.onlyCell as? GRU, policy.featuresEqualObservations else { return nil }
    precondition(input.count == gru.inputCount, "the input has the size of an observation")
    func values(_ slot: ParameterLayout.Slot) -> [Double] {
      policy.parameter(slot).values.map(Double.init)
    }
    size = gru.hiddenSize
    recurrentWeight = values(gru.recurrentWeight)
    recurrentBias = values(gru.recurrentBias)
    var product = values(gru.inputBias)
    let inputWeight = values(gru.inputWeight)
    for (row, value) in input.enumerated() {
      for column in product.indices {
        product[column] += value * inputWeight[row * product.count + column]
      }
    }
    inputProduct = product
  }

  /// What a step computes on its way, which the derivatives need too.
  package struct Step: Sendable {
    /// F(h) - h, [H]
    package fileprivate(set) var displacement: [Double]
    /// dF(h)_j / dh_i in row i and column j, [H, H]: the Jacobian matrix, transposed.
    package fileprivate(set) var transposedJacobian: [Double]
    fileprivate var recurrentProduct: [Double]  // h · U + c, [3H]
    fileprivate var factors: [Double]  // [3H]

    package init(size: Int) {
      displacement = [Double](repeating: 0, count: size)
      transposedJacobian = [Double](repeating: 0, count: size * size)
      recurrentProduct = [Double](repeating: 0, count: 3 * size)
      factors = recurrentProduct
    }

    /// The speed of the state, q = ½ |F(h) - h|².
    package var speed: Double { displacement.reduce(0) { $0 + $1 * $1 } / 2 }
  }

  /// Takes a step from `state`, [H].
  package func evaluate(at state: [Double], into step: inout Step) {
    for column in 0..<3 * size { step.recurrentProduct[column] = recurrentBias[column] }
    for row in 0..<size {
      let value = state[row]
      for column in 0..<3 * size {
        step.recurrentProduct[column] += value * recurrentWeight[row * 3 * size + column]
      }
    }
    for j in 0..<size {
      let gates = gates(j, step.recurrentProduct)
      step.displacement[j] = (1 - gates.update) * (gates.candidate - state[j])
    }
  }

  /// Differentiates the step that ``evaluate(at:into:)`` took last, from the same state.
  package func differentiate(at state: [Double], into step: inout Step) {
    // dF_j/dh_i = sum over the gates of (dF_j / d(h · U)_gate,j) · U_gate,ij, and z_j where i = j.
    for j in 0..<size {
      let (reset, update, candidate) = gates(j, step.recurrentProduct)
      let candidateFactor = (1 - update) * (1 - candidate * candidate)
      step.factors[j] =
        candidateFactor * step.recurrentProduct[2 * size + j] * reset * (1 - reset)
      step.factors[size + j] = (state[j] - candidate) * update * (1 - update)
      step.factors[2 * size + j] = candidateFactor * reset
    }
    for i in 0..<size {
      let (row, result) = (i * 3 * size, i * size)
      for j in 0..<size {
        step.transposedJacobian[result + j] =
          step.factors[j] * recurrentWeight[row + j]
          + step.factors[size + j] * recurrentWeight[row + size + j]
          + step.factors[2 * size + j] * recurrentWeight[row + 2 * size + j]
      }
      step.transposedJacobian[result + i] += gates(i, step.recurrentProduct).update
    }
  }

  @inline(__always)
  private func gates(
    _ j: Int, _ recurrentProduct: [Double]
  ) -> (reset: Double, update: Double, candidate: Double) {
    func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
    let reset = sigmoid(inputProduct[j] + recurrentProduct[j])
    let update = sigmoid(inputProduct[size + j] + recurrentProduct[size + j])
    let candidate = tanh(inputProduct[2 * size + j] + reset * recurrentProduct[2 * size + j])
    return (reset, update, candidate)
  }
}
