import Agents

extension BenchmarkTask {
  /// All tasks. Two dense layers of tanh follow the observation or the GRU, actor and critic apart;
  /// a minibatch of a recurrent policy is made of whole sequences.
  static let all = [
    BenchmarkTask("T1", .ppo, "HalfCheetah-v4"),
    BenchmarkTask("T2", .ppo, "HalfCheetah-v4", isRecurrent: true),
    BenchmarkTask("T3", .ppo, "CartPole-v1", short),
    BenchmarkTask("T4", .ppo, "CartPoleNoVel-v1", isRecurrent: true, short),
    BenchmarkTask("T4-64", .ppo, "CartPoleNoVel-v1", isRecurrent: true) {
      short(&$0)
      $0.environmentCount = 64
    },
    BenchmarkTask("T4-h128", .ppo, "CartPoleNoVel-v1", isRecurrent: true) {
      short(&$0)
      $0.policy.hiddenSize = 128
    },
    BenchmarkTask("T4-h256", .ppo, "CartPoleNoVel-v1", isRecurrent: true) {
      short(&$0)
      $0.policy.hiddenSize = 256
    },
    cell("lstm"), cell("rnn"), cell("mingru"), cell("mingru", hiddenSize: 256), cell("lru"),
    BenchmarkTask("T5-A2C", .a2c, "CartPole-v1"),
    BenchmarkTask("T5-ACKTR", .acktr, "CartPole-v1"),
    BenchmarkTask("T6-Humanoid", .ppo, "Humanoid-v4"),
    BenchmarkTask("T6-Pendulum", .ppo, "Pendulum-v1"),
  ]

  /// T4 with another cell.
  private static func cell(_ name: String, hiddenSize: Int = 64) -> BenchmarkTask {
    BenchmarkTask(
      "T4-\(name)" + (hiddenSize == 64 ? "" : "-h\(hiddenSize)"), .ppo, "CartPoleNoVel-v1",
      isRecurrent: true
    ) {
      short(&$0)
      ($0.policy.cell, $0.policy.hiddenSize) = (name, hiddenSize)
    }
  }

  /// The sizes of tasks whose environments cost next to nothing.
  private static func short(_ configuration: inout TrainingConfiguration) {
    configuration.stepCount = 128
    configuration.ppo.epochCount = 4
    configuration.ppo.minibatchCount = 4
  }
}
