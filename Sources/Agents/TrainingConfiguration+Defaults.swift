import Environments

extension TrainingConfiguration {
  /// The defaults of an algorithm.
  ///
  /// A2C's and ACKTR's are those of the original work. PPO's are the settings its README gives for MuJoCo, spread
  /// over eight environments.
  public init(
    algorithm: AlgorithmName, environment: EnvironmentConfiguration, isRecurrent: Bool
  ) {
    self.init(environment: environment)
    self.algorithm = algorithm
    policy.isRecurrent = isRecurrent
    switch algorithm {
    case .ppo:
      ppo.minibatchCount = isRecurrent ? 4 : 32
    case .a2c:
      environmentCount = 16
      stepCount = 5
      totalSteps = 10_000_000
      returns.usesGAE = false
      learning.learningRate = 7e-4
      learning.usesLinearDecay = false
      learning.entropyCoefficient = 0.01
      learning.optimizer.rule = .rmsprop
    case .acktr:
      environmentCount = 32
      stepCount = 20
      totalSteps = 10_000_000
      returns.usesGAE = false
      learning.learningRate = 0.25
      learning.entropyCoefficient = 0.01
      learning.optimizer.rule = .kfac
      learning.optimizer.kfac = KFACConfiguration()
    }
  }
}
