import Agents
import Models
import Tensors
import Testing

@Suite struct FactorTests {
  private static let (steps, environments) = (6, 3)

  /// The loss whose gradients the factors are made of, at the parameters and with the disturbance of a
  /// network, all steps of one environment. The critic's targets are constants.
  private func fisherLoss(
    _ network: PlainNetwork, environment: Int, targets: [Double], _ setup: CurvatureSetup
  ) -> Double {
    let rollout = setup.rollout
    var state = rollout.hiddenStates.row(environment).values.map(Double.init)
    var loss = 0.0
    for step in 0..<Self.steps {
      let row = step * Self.environments + environment
      let mask = Double(rollout.masks[step, environment])
      let x = rollout.observations.numbers.row(row).values.map(Double.init)
      state = network.state(x, from: state.map { $0 * mask }, moment: step)
      let (logProbabilities, value) = network.outputs(state, moment: step)
      loss -= logProbabilities[Int(rollout.actions[row])]
      loss -= (value - targets[step]) * (value - targets[step])
    }
    return loss
  }

  /// The states that enter the steps of one environment, masked, and the critic's predictions.
  private func walk(
    _ network: PlainNetwork, environment: Int, _ setup: CurvatureSetup
  ) -> (states: [[Double]], values: [Double]) {
    let rollout = setup.rollout
    var state = rollout.hiddenStates.row(environment).values.map(Double.init)
    var (states, values) = ([[Double]](), [Double]())
    for step in 0..<Self.steps {
      let mask = Double(rollout.masks[step, environment])
      states.append(state.map { $0 * mask })
      let x = rollout.observations.numbers.row(step * Self.environments + environment)
      state = network.state(x.values.map(Double.init), from: states[step], moment: step)
      values.append(network.outputs(state, moment: step).value)
    }
    return (states, values)
  }

  /// - Parameter pairs: the vectors of which each row, and each column, has one value.
  private func expect(_ factor: Matrix, toBeMeanOf pairs: [([Double], [Double])]) {
    for row in 0..<factor.rows {
      for column in 0..<factor.columns {
        let mean = pairs.reduce(0) { $0 + $1.0[row] * $1.1[column] } / Double(pairs.count)
        // Single precision through six steps against central differences in double precision.
        #expect(abs(Double(factor[row, column]) - mean) <= 2e-5 * max(1, abs(mean)))
      }
    }
  }

  /// Each step's vector with the one before it in the same sequence, or with 0 where the step begins an
  /// episode.
  private func successive(
    _ vectors: [[Double]], _ setup: CurvatureSetup
  ) -> [([Double], [Double])] {
    (0..<Self.environments).flatMap { environment in
      (1..<Self.steps).map { step in
        let mask = Double(setup.rollout.masks[step, environment])
        let index = environment * Self.steps + step
        return (vectors[index - 1].map { $0 * mask }, vectors[index])
      }
    }
  }

  @Test(arguments: [KFACConfiguration.Bias.split, .folded])
  func `a GRU's factors are the moments of steps, and of successive steps`(
    bias: KFACConfiguration.Bias
  ) throws {
    let setup = try CurvatureSetup(
      steps: Self.steps, environments: Self.environments, isRecurrent: true, hiddenSize: 3
    ) {
      $0.learning.optimizer.kfac?.bias = bias
      $0.learning.optimizer.kfac?.recurrence = .decaying
      $0.sharding.updateShards = 2
    }
    let network = PlainNetwork(setup.policy)
    #expect((1..<Self.steps).contains { step in setup.rollout.masks.row(step).values.contains(0) })
    _ = setup.learner.differentiate(minibatch: 0)
    _ = try setup.learner.step(learningRateScale: 0)

    for map in ["gru/input", "gru/recurrent"] {
      let layer = try #require(setup.kfac.layout.layers.first { $0.name == map })
      var (inputs, gradients) = ([[Double]](), [[Double]]())
      for environment in 0..<Self.environments {
        let (states, values) = walk(network, environment: environment, setup)
        let targets = values.indices.map {
          values[$0] + Double(setup.noise[$0 * Self.environments + environment])
        }
        for step in 0..<Self.steps {
          let row = step * Self.environments + environment
          let input =
            map == "gru/input"
            ? setup.rollout.observations.numbers.row(row).values.map(Double.init) : states[step]
          inputs.append(input + (bias == .folded ? [1] : []))
          gradients.append(
            (0..<layer.columns).map { output in
              PlainNetwork.derivative { size in
                var network = network
                network.disturbance = PlainNetwork.Disturbance(
                  bias: layer.bias?.name ?? "none", moment: step, output: output, size: size)
                return fisherLoss(network, environment: environment, targets: targets, setup)
              }
            })
        }
      }
      for (factor, vectors) in [(layer.inputs, inputs), (layer.outputs, gradients)] {
        let factor = try #require(factor)
        let lag = try #require(factor.lag)
        expect(factor.matrix.view(in: setup.kfac.factors), toBeMeanOf: vectors.map { ($0, $0) })
        expect(lag.matrix.view(in: setup.kfac.factors), toBeMeanOf: successive(vectors, setup))
      }
    }
  }
}
