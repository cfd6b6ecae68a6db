/// What one step of an environment gives.
public struct StepResult: Sendable, Equatable {
  public var reward: Double
  public var outcome: Outcome

  public init(reward: Double, outcome: Outcome = .running) {
    self.reward = reward
    self.outcome = outcome
  }
}

/// How an episode stands after a step.
///
/// The two ways to end are kept apart, for they mean different things to a learner: after a
/// termination there is nothing more to gain, whereas a truncated episode would have gone on, so that
/// the value of its last observation counts.
public enum Outcome: Sendable, Hashable {
  case running
  /// The episode ended by the rules of the environment.
  case terminated
  /// The episode was cut, by a time limit for instance.
  case truncated
}
