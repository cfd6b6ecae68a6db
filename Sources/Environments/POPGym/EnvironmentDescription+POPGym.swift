extension EnvironmentDescription {
  static let popgymFamily = "Memory (POPGym)"

  /// A task of the POPGym suite in its three difficulties: `RepeatFirst` becomes
  /// `RepeatFirstEasy-v0`, `RepeatFirstMedium-v0` and `RepeatFirstHard-v0`.
  static func popgym<World: Environment>(
    _ name: String, _ summary: String, easy: @autoclosure @escaping @Sendable () -> World,
    medium: @autoclosure @escaping @Sendable () -> World,
    hard: @autoclosure @escaping @Sendable () -> World
  ) -> [EnvironmentDescription] {
    [("Easy", easy), ("Medium", medium), ("Hard", hard)].map { difficulty, make in
      EnvironmentDescription(
        id: "\(name)\(difficulty)-v0", summary: summary, family: popgymFamily,
        maximumEpisodeSteps: nil
      ) { make() }
    }
  }
}
