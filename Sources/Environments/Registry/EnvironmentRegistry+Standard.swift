import Synchronization

extension EnvironmentRegistry {
  /// The environments that come with the toolkit and those that were added by ``extendStandard(with:)``.
  public static var standard: EnvironmentRegistry { shared.withLock { $0 } }

  /// Adds an environment to ``standard``, so that whatever looks there finds it.
  ///
  /// - Throws: ``EnvironmentSetupError/alreadyRegistered(id:)``.
  public static func extendStandard(
    with environment: EnvironmentDescription
  ) throws(EnvironmentSetupError) {
    try shared.withLock { registry throws(EnvironmentSetupError) in
      try registry.register(environment)
    }
  }

  /// Adds a scheme to ``standard``; see ``registerScheme(_:find:)``.
  ///
  /// - Throws: ``EnvironmentSetupError/schemeRegistered(name:)``.
  public static func extendStandard(
    withScheme name: String,
    find: @escaping SchemeSearch
  ) throws(EnvironmentSetupError) {
    try shared.withLock { registry throws(EnvironmentSetupError) in
      try registry.registerScheme(name, find: find)
    }
  }

  private static let shared = Mutex(own)

  /// The house's own. Tasks of control also have variants that hide part of what there is to see.
  private static let own: EnvironmentRegistry = {
    var registry = EnvironmentRegistry()
    do {
      for environment in classicControl + mujoco {
        try registry.register(environment)
        try registry.register(environment.withoutVelocities)
        try registry.register(environment.withoutPositions)
        try registry.register(environment.withNoise)
      }
      for environment in memory + popgym + navigation + minatar {
        try registry.register(environment)
      }
    } catch {
      preconditionFailure("\(error)")
    }
    return registry
  }()

  private static let classicControl = [
    CartPole.description, Acrobot.description, MountainCar.description,
    MountainCarContinuous.description, Pendulum.description,
  ]

  private static let mujoco = [
    InvertedPendulum.description, InvertedDoublePendulum.description, Reacher.description,
    Pusher.description, Swimmer.description, HalfCheetah.description, Hopper.description,
    Walker2d.description, Ant.description, Humanoid.description, HumanoidStandup.description,
  ]

  private static let memory = [TMaze.description, FlipFlop.description]

  private static let navigation = [MorrisWaterMaze.description]
}
