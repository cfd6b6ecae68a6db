/// All that one environment of a batch needs to go on as if it had never stopped.
package struct EnvironmentSnapshot: Sendable, Equatable {
  /// The environment's own state; nil where it cannot save itself.
  package var state: EnvironmentState?
  /// The steps taken in the present episode, which the time limit counts.
  package var elapsedSteps: Int
  /// The position of the environment's random stream.
  package var randomPosition: UInt64
  /// What decides how its next observations are seen: the noise's position, earlier observations.
  package var view: EnvironmentState

  package init(
    state: EnvironmentState?, elapsedSteps: Int, randomPosition: UInt64, view: EnvironmentState
  ) {
    self.state = state
    self.elapsedSteps = elapsedSteps
    self.randomPosition = randomPosition
    self.view = view
  }
}
