import Environments

/// Compares environments with what independent programs recorded of them.
package enum EnvironmentReference {
  /// How far what an environment does may lie from the recording.
  package struct Tolerances: Sendable {
    /// The state after one step, and the terms of the reward.
    package var state: ReferenceTolerance
    /// Accelerations, which the simulator keeps to start its solver.
    package var acceleration: ReferenceTolerance
    /// The reward. Costs of actions are sums in double precision on both sides.
    package var reward: ReferenceTolerance

    /// An observation is single precision: one unit in the last place, on top of the state's own.
    var observation: ReferenceTolerance {
      ReferenceTolerance(absolute: state.absolute, relative: state.relative + 0x1p-23)
    }

    /// Tasks computed by formulas.
    package static let classicControl = Tolerances(
      state: ReferenceTolerance(absolute: 1e-12, relative: 1e-12),
      acceleration: .exact,
      reward: ReferenceTolerance(absolute: 1e-15, relative: 1e-12))

    /// Tasks on MuJoCo. A model that compiles to the same numbers gives the same bits; this is for one
    /// that is written in another way.
    package static let mujoco = Tolerances(
      state: ReferenceTolerance(absolute: 1e-9, relative: 1e-7),
      acceleration: ReferenceTolerance(absolute: 1e-6, relative: 1e-6),
      reward: ReferenceTolerance(absolute: 1e-9, relative: 1e-7))
  }

  /// Rounding grows exponentially in a free run. So many steps are held to a tolerance, the deviation
  /// of the rest is only reported.
  static let freeSteps = 5
  static let freeTolerance = ReferenceTolerance(absolute: 1e-5, relative: 1e-5)

  /// Compares everything that an episode records.
  package static func compare(
    _ episode: RecordedEpisode, with environment: EnvironmentDescription, tolerances: Tolerances
  ) throws -> ReferenceDeviations {
    var deviations = ReferenceDeviations()
    var replay = try EpisodeReplay(episode, environment: environment)
    try replay.compareSteps(tolerances, into: &deviations)
    try replay.compareFreeRun(into: &deviations)
    try compareBatch(episode, with: environment, tolerances: tolerances, into: &deviations)
    return deviations
  }
}
