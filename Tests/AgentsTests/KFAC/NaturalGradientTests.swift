import Agents
import Foundation
import Models
import Tensors
import Testing

/// What K-FAC approximates, computed exactly: the Fisher matrix as the sum over every action, and its
/// damped inverse times the gradient.
@Suite struct NaturalGradientTests {
  private static let states = 60
  /// From each state, so that the samples' mean is near the expectation.
  private static let samplesPerState = 60

  /// The gradient of a function of the network with respect to every parameter.
  private func gradient(_ network: PlainNetwork, _ value: (PlainNetwork) -> Double) -> [Double] {
    var gradient = [Double](repeating: 0, count: network.parameters.count)
    for index in network.layout.slots.flatMap({ $0.offset..<$0.offset + $0.count }) {
      gradient[index] = PlainNetwork.derivative { size in
        var network = network
        network.parameters[index] += size
        return value(network)
      }
    }
    return gradient
  }

  /// The mean over states of E[∇log p(a) ∇log p(a)ᵀ] + 4 ∇v ∇vᵀ, row after row; the 4 belongs to the
  /// critic's loss without a factor 1/2.
  private func fisherMatrix(_ setup: CurvatureSetup) -> [Double] {
    let network = PlainNetwork(setup.policy)
    let count = network.parameters.count
    var matrix = [Double](repeating: 0, count: count * count)
    func add(_ vector: [Double], weight: Double) {
      for row in 0..<count where vector[row] != 0 {
        for column in 0..<count {
          matrix[row * count + column] += weight * vector[row] * vector[column]
        }
      }
    }
    for state in 0..<Self.states {
      let x = setup.rollout.observations.numbers.row(state).values.map(Double.init)
      let (logProbabilities, _) = network.outputs(x, moment: 0)
      for action in logProbabilities.indices {
        let score = gradient(network) { $0.outputs(x, moment: 0).logProbabilities[action] }
        add(score, weight: exp(logProbabilities[action]) / Double(Self.states))
      }
      add(gradient(network) { $0.outputs(x, moment: 0).value }, weight: 4 / Double(Self.states))
    }
    return matrix
  }

  /// Solves (F + damping) v = g for some of the values by Cholesky's decomposition; the others are 0.
  private func solve(
    _ matrix: [Double], _ gradient: [Double], of indices: [Int], damping: Double = 0.01
  ) -> [Double] {
    let count = indices.count
    var factor = indices.flatMap { row in indices.map { matrix[row * gradient.count + $0] } }
    var solution = indices.map { gradient[$0] }
    for column in 0..<count {
      factor[column * count + column] += damping
      for row in column..<count {
        var sum = factor[row * count + column]
        for inner in 0..<column {
          sum -= factor[row * count + inner] * factor[column * count + inner]
        }
        factor[row * count + column] =
          row == column ? sum.squareRoot() : sum / factor[column * count + column]
      }
    }
    for row in 0..<count {
      for inner in 0..<row { solution[row] -= factor[row * count + inner] * solution[inner] }
      solution[row] /= factor[row * count + row]
    }
    for row in (0..<count).reversed() {
      for below in row + 1..<count {
        solution[row] -= factor[below * count + row] * solution[below]
      }
      solution[row] /= factor[row * count + row]
    }
    var result = [Double](repeating: 0, count: gradient.count)
    for (index, value) in zip(indices, solution) { result[index] = value }
    return result
  }

  /// The values that K-FAC takes for one block of the Fisher matrix.
  private func blocks(_ setup: CurvatureSetup, _ bias: KFACConfiguration.Bias) -> [[Int]] {
    func indices(_ slot: ParameterLayout.Slot?) -> [Int] {
      slot.map { Array($0.offset..<$0.offset + $0.count) } ?? []
    }
    return setup.kfac.layout.layers.flatMap { layer in
      bias == .folded
        ? [indices(layer.weight) + indices(layer.bias)]
        : [indices(layer.weight), indices(layer.bias)]
    }
  }

  private func cosine(_ one: [Double], _ other: [Double]) -> Double {
    func dot(_ x: [Double], _ y: [Double]) -> Double { zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } }
    return dot(one, other) / (dot(one, one) * dot(other, other)).squareRoot()
  }

  /// The cosines that NumPy gives for other networks of this kind, 24 of them, with both factors summed
  /// over every action: 0.83 and 0.47 with the natural gradient of the blocks, biases split and folded,
  /// and 0.29 and 0.32 with that of the whole matrix, to which the gradient itself has 0.50.
  @Test(arguments: [(KFACConfiguration.Bias.split, 0.8), (.folded, 0.45)])
  func `K-FAC's direction leans towards the natural gradient of its blocks`(
    bias: KFACConfiguration.Bias, least: Double
  ) throws {
    var cosines = (blocks: 0.0, whole: 0.0, gradient: 0.0)
    let networks = 8
    for seed in 0..<networks {
      let setup = try CurvatureSetup(
        steps: Self.samplesPerState, environments: Self.states, isRecurrent: false, hiddenSize: 3,
        repeatsStates: true, seed: UInt64(seed)
      ) { $0.learning.optimizer.kfac?.bias = bias }
      let fisher = fisherMatrix(setup)
      _ = setup.learner.differentiate(minibatch: 0)
      _ = try setup.learner.step(learningRateScale: 0)
      let gradient = setup.learner.gradient.values.map(Double.init)
      let direction = setup.kfac.direction.values.map(Double.init)
      let natural = solve(fisher, gradient, of: Array(gradient.indices))
      var blockwise = [Double](repeating: 0, count: gradient.count)
      for block in blocks(setup, bias) {
        blockwise = zip(blockwise, solve(fisher, gradient, of: block)).map { $0 + $1 }
      }
      cosines.blocks += cosine(direction, blockwise) / Double(networks)
      cosines.whole += cosine(direction, natural) / Double(networks)
      cosines.gradient += cosine(gradient, natural) / Double(networks)
    }
    #expect(cosines.blocks > least, "\(cosines)")
    #expect(0.2...0.45 ~= cosines.whole && 0.4...0.65 ~= cosines.gradient, "\(cosines)")
  }
}
