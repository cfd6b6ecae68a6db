extension EnvironmentRegistry {
  /// The environments that come with the toolkit, each also as a variant without velocities.
  public static let standard: EnvironmentRegistry = {
    var registry = EnvironmentRegistry()
    do {
      for environment in [
        CartPole.description, Pendulum.description, InvertedPendulum.description,
        HalfCheetah.description, Hopper.description,
      ] {
        try registry.register(environment)
        try registry.register(environment.withoutVelocities)
      }
    } catch {
      preconditionFailure("\(error)")
    }
    return registry
  }()
}
