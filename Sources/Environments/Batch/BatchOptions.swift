/// How a batch presents its environments to the agent.
package struct BatchOptions: Sendable, Equatable {
  /// Whether actions of a box are clipped to its bounds before the environment sees them.
  package var clipsActions: Bool
  /// For how many steps of the environment each action is taken; rewards are added up.
  package var actionRepeat: Int
  /// What the agent sees, counted in what the environment's id stands for (without the velocities, if
  /// it is a `NoVel` one).
  package var observation: ObservationConfiguration
  /// Whether the next episode begins by itself where one ended. Otherwise the environment stays as the
  /// end left it, to be looked at, and is not to be stepped again before a reset.
  package var beginsNextEpisodes: Bool

  package init(
    clipsActions: Bool = true, actionRepeat: Int = 1,
    observation: ObservationConfiguration = ObservationConfiguration(),
    beginsNextEpisodes: Bool = true
  ) {
    self.clipsActions = clipsActions
    self.actionRepeat = actionRepeat
    self.observation = observation
    self.beginsNextEpisodes = beginsNextEpisodes
  }
}
