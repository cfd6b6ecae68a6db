import Agents
import Environments
import Foundation
import Models
import Tensors

/// Small runs of every kind: each algorithm, base and head, with whole sequences and with chunks.
enum Configurations {
  static let all: [(name: String, configuration: TrainingConfiguration)] = [
    ("PPO, feed-forward, discrete", make(.ppo, "CartPole-v1")),
    ("PPO, feed-forward, continuous", make(.ppo, "Pendulum-v1", normalizes: true)),
    ("PPO, recurrent, discrete", make(.ppo, "CartPoleNoVel-v1", isRecurrent: true)),
    (
      "PPO, recurrent, continuous, physics",
      make(.ppo, "InvertedPendulumNoVel-v4", isRecurrent: true, normalizes: true)
    ),
    (
      "PPO, recurrent, chunks of 5 steps, shared layers",
      make(.ppo, "PendulumNoVel-v1", isRecurrent: true, normalizes: true) {
        $0.backpropagationSteps = 5
        $0.policy.sharedLayerCount = 1
        $0.policy.activation = .relu
      }
    ),
    ("PPO, physics", make(.ppo, "Hopper-v4", normalizes: true)),
    ("PPO, recurrent, switches", make(.ppo, "FlipFlop-v0", isRecurrent: true)),
    (
      "PPO, recurrent, several choices, a view of everything there is",
      make(.ppo, "BattleshipEasy-v0", isRecurrent: true) {
        $0.environment.arguments = ["max_episode_steps": "40"]
        $0.environment.observation.includesPreviousAction = true
        $0.environment.observation.includesPreviousReward = true
        $0.environment.observation.frameStack = 3
      }
    ),
    (
      "PPO, noise and repeated actions",
      make(.ppo, "Walker2dNoVel-v4", normalizes: true) {
        $0.environment.observation.noise = 0.1
        $0.environment.actionRepeat = 2
      }
    ),
    ("PPO, a task of one's own", make(.ppo, "swing_up") { $0.environment = swingUp }),
    (
      "PPO, two LSTMs, chunks of 5 steps, long memories",
      make(.ppo, "CartPoleNoVel-v1", isRecurrent: true) {
        ($0.policy.cell, $0.policy.cellCount) = ("lstm", 2)
        $0.policy.memoryInit = .chrono(50)
        $0.backpropagationSteps = 5
      }
    ),
    (
      "A2C, a leaky RNN under Dale's law",
      make(.a2c, "PendulumNoVel-v1", isRecurrent: true, normalizes: true) {
        $0.policy.cell = "rnn"
        var rnn = RNNConfiguration()
        (rnn.nonlinearity, rnn.leak) = (.softplus, 0.3)
        (rnn.excitatory, rnn.connectsToSelf) = (0.8, false)
        $0.policy.rnn = rnn
      }
    ),
    (
      "PPO, minGRUs of actor and critic above a dense layer",
      make(.ppo, "CartPoleNoVel-v1", isRecurrent: true) {
        ($0.policy.cell, $0.policy.separatesMemory) = ("mingru", true)
        $0.policy.layersBeforeMemory = 1
      }
    ),
    (
      "ACKTR, LRU, chunks of 5 steps",
      make(.acktr, "CartPoleNoVel-v1", isRecurrent: true) {
        ($0.policy.cell, $0.policy.lruUnits) = ("lru", 10)
        $0.backpropagationSteps = 5
      }
    ),
    (
      "PPO, minibatches normalised, dual clip, Huber's loss",
      make(.ppo, "CartPole-v1") {
        $0.ppo.advantageNormalization = .minibatch
        $0.ppo.dualClip = 1.5
        $0.ppo.valueLoss = .huber
        $0.ppo.huberDelta = 0.5
      }
    ),
    (
      "PPO, recurrent, a penalty that adapts",
      make(.ppo, "PendulumNoVel-v1", isRecurrent: true, normalizes: true) {
        $0.backpropagationSteps = 8
        $0.ppo.klPenalty = 0.5
        $0.ppo.klTarget = 0.003
      }
    ),
    (
      "PPO, recurrent, V-trace",
      make(.ppo, "CartPoleNoVel-v1", isRecurrent: true) {
        $0.backpropagationSteps = 8
        $0.returns.estimator = .vtrace
        $0.returns.vtraceRho = 1.5
      }
    ),
    (
      "PPO, recurrent, states refreshed",
      make(.ppo, "CartPoleNoVel-v1", isRecurrent: true) {
        $0.backpropagationSteps = 5
        $0.ppo.refreshesStates = true
      }
    ),
    (
      "PPO, images and the action before, recurrent",
      make(.ppo, "MorrisWaterMaze-v0", isRecurrent: true, normalizes: true) {
        $0.environment.arguments = ["view": "image", "view_height": "6", "view_width": "9"]
        $0.environment.observation.includesPreviousAction = true
        ($0.policy.encoder, $0.policy.encoderSize) = ("4x3s2p1,5x2s1", 12)
        $0.backpropagationSteps = 8
      }
    ),
    ("PPO, images", make(.ppo, "MinAtarBreakout-v1", images)),
    ("ACKTR, images", make(.acktr, "MinAtarAsterix-v1", images)),
    ("A2C, feed-forward, discrete", make(.a2c, "CartPole-v1")),
    ("A2C, recurrent, continuous", make(.a2c, "Pendulum-v1", isRecurrent: true)),
    ("ACKTR, feed-forward, discrete", make(.acktr, "CartPole-v1")),
    (
      "ACKTR, feed-forward, continuous, shared layers, folded biases",
      make(.acktr, "Pendulum-v1", normalizes: true) {
        $0.policy.sharedLayerCount = 1
        $0.learning.optimizer.kfac?.bias = .folded
        $0.learning.optimizer.kfac?.statisticsInterval = 3
        $0.learning.optimizer.kfac?.eigenInterval = 4
      }
    ),
    (
      "ACKTR, recurrent, chunks of 5 steps",
      make(.acktr, "CartPoleNoVel-v1", isRecurrent: true) { $0.backpropagationSteps = 5 }
    ),
    (
      "ACKTR, recurrent, decaying correlations, folded biases",
      make(.acktr, "CartPoleNoVel-v1", isRecurrent: true) {
        $0.learning.optimizer.kfac?.recurrence = .decaying
        $0.learning.optimizer.kfac?.bias = .folded
      }
    ),
    (
      "PPO with K-FAC, recurrent, continuous",
      make(.ppo, "PendulumNoVel-v1", isRecurrent: true, normalizes: true) {
        $0.learning.optimizer.rule = .kfac
        $0.learning.learningRate = 0.05
      }
    ),
  ]

  private static func images(_ configuration: inout TrainingConfiguration) {
    (configuration.policy.encoder, configuration.policy.encoderSize) = ("4x3s2", 12)
  }

  /// The one of a name; a name that there is not is a mistake of the test.
  static subscript(name: String) -> TrainingConfiguration {
    guard let found = all.first(where: { $0.name == name }) else {
      preconditionFailure("There is no configuration '\(name)'.")
    }
    return found.configuration
  }

  /// The example with sensors, a keyframe and terms of most kinds.
  private static let swingUp: EnvironmentConfiguration = {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Examples/tasks")
    do {
      return EnvironmentConfiguration(
        task: try TaskSource(
          model: folder.appending(path: "swing_up.xml"),
          task: folder.appending(path: "swing_up.yaml")))
    } catch {
      preconditionFailure("\(error)")
    }
  }()

  private static func make(
    _ algorithm: AlgorithmName, _ id: String, isRecurrent: Bool = false, normalizes: Bool = false,
    _ change: (inout TrainingConfiguration) -> Void = { _ in }
  ) -> TrainingConfiguration {
    var configuration = TrainingConfiguration(
      algorithm: algorithm, environment: EnvironmentConfiguration(id: id), isRecurrent: isRecurrent)
    configuration.seed = 7
    configuration.environmentCount = 12
    configuration.stepCount = 32
    configuration.totalSteps = 12 * 32 * 20
    configuration.ppo.epochCount = 2
    configuration.ppo.minibatchCount = 2
    configuration.policy.hiddenSize = 24
    configuration.normalization.observations = normalizes
    configuration.normalization.rewards = normalizes
    change(&configuration)
    return configuration
  }
}

extension Trainer {
  /// Makes `count` updates.
  func advance(updates count: Int) throws {
    for _ in 0..<count { _ = try advance() }
  }

  /// The bits of every parameter.
  var parameterBits: [UInt32] { policy.parameters.values.map(\.bitPattern) }
}
