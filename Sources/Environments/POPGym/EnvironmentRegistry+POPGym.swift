extension EnvironmentRegistry {
  /// The tasks of POPGym that test memory (Morad, Kortvelesy, Bettini, Liwicki and Prorok, "POPGym:
  /// Benchmarking Partially Observable Reinforcement Learning", ICLR 2023), with the spaces, rewards
  /// and lengths of its version 1.0.7. Each ends its episodes itself.
  ///
  /// Where one step ends an episode both by the rules and by its length, POPGym says so, and these say
  /// that it terminated.
  static let popgym: [EnvironmentDescription] =
    RepeatFirst.descriptions + RepeatPrevious.descriptions + CountRecall.descriptions
    + Autoencode.descriptions + Concentration.descriptions + HigherLower.descriptions
    + MultiarmedBandit.descriptions + MineSweeper.descriptions + Battleship.descriptions
    + LabyrinthExplore.descriptions + LabyrinthEscape.descriptions + PartialCartPole.descriptions
    + PartialPendulum.descriptions

  /// The environment that POPGym registers as `id`, such as `popgym-RepeatFirstEasy-v0`.
  func environment(popgymID id: String) -> EnvironmentDescription? {
    let prefix = "popgym-"
    guard id.hasPrefix(prefix) else { return nil }
    let name = id.dropFirst(prefix.count)
    return environments.first {
      $0.family == EnvironmentDescription.popgymFamily && $0.id == name
    }
  }
}
