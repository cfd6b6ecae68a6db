import Environments

extension TrainingConfiguration {
  /// What a newcomer runs first: the inverted pendulum, with hidden velocities where the policy is
  /// recurrent, and settings that solve it within a minute.
  public static func firstRun(algorithm: AlgorithmName, isRecurrent: Bool) -> Self {
    var configuration = TrainingConfiguration(
      algorithm: algorithm,
      environment: EnvironmentConfiguration(
        id: isRecurrent ? "InvertedPendulumNoVel-v4" : "InvertedPendulum-v4"),
      isRecurrent: isRecurrent)
    configuration.totalSteps = 400_000
    return configuration
  }
}
