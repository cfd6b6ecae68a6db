import Environments

extension TrainingConfiguration {
  /// The defaults of an algorithm; the common ones where it is not known.
  public init(
    algorithm: AlgorithmName, environment: EnvironmentConfiguration, isRecurrent: Bool
  ) {
    self.init(environment: environment)
    self.algorithm = algorithm
    policy.isRecurrent = isRecurrent
    (try? Algorithms.named(algorithm))?.setDefaults(of: &self)
  }
}
