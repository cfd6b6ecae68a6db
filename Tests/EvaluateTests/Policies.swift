import Acting
import Environments
import Evaluate
import Models
import Storage
import Tensors

/// Policies with random parameters, as if they had been trained.
enum Policies {
  /// - Parameter normalizes: whether observations are shifted and scaled, by made-up statistics.
  static func make(
    _ id: String, head: HeadConfiguration, observationSize: Int, isRecurrent: Bool = true,
    normalizes: Bool = false, hiddenSize: Int = 16
  ) throws -> TrainedPolicy {
    var configuration = PolicyConfiguration()
    configuration.isRecurrent = isRecurrent
    configuration.hiddenSize = hiddenSize
    configuration.sharedLayerCount = 1
    let policy = try Policy(configuration, observationSize: observationSize, head: head)
    var random = RandomStream(seed: 3, purpose: .initialization)
    policy.initialize(using: &random)
    // Larger than at the beginning of training, so that choices differ from state to state.
    for index in 0..<policy.parameters.count { policy.parameters[index] *= 3 }
    let moments = RunningMoments(
      mean: (0..<observationSize).map { 0.1 * Double($0) },
      variance: (0..<observationSize).map { 0.5 + Double($0) }, count: 100)
    return TrainedPolicy(
      policy: policy, environment: EnvironmentConfiguration(id: id),
      normalizer: normalizes
        ? ObservationNormalizer(moments: moments, configuration: NormalizationConfiguration())
        : nil,
      trainingConfiguration: "{}", stepCount: 0)
  }

  static func cartPole(isRecurrent: Bool = true, hiddenSize: Int = 16) throws -> TrainedPolicy {
    try make(
      "CartPoleNoVel-v1", head: .categorical([2]), observationSize: 2, isRecurrent: isRecurrent,
      normalizes: true, hiddenSize: hiddenSize)
  }

  static func hopper() throws -> TrainedPolicy {
    try make(
      "Hopper-v4", head: .diagonalGaussian(3), observationSize: 11, normalizes: true)
  }

  static func flipFlop() throws -> TrainedPolicy {
    try make("FlipFlop-v0", head: .bernoulli(3), observationSize: 3)
  }

  static func maze() throws -> TrainedPolicy {
    try make("MorrisWaterMaze-v0", head: .categorical([4]), observationSize: 91)
  }
}
