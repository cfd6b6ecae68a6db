/// The report of an environment that failed while it ran: which, when, and what was wrong.
public struct EnvironmentFailure: Error, Sendable, Equatable {
  public enum Problem: Sendable, Equatable {
    /// The reward is not finite in single precision.
    case reward(Double)
    /// A component of the observation is not finite.
    case observation(component: String, index: Int, value: Float)
    /// A number of an image is no byte.
    case image(component: String, index: Int, value: Float)
    /// A component of the action that the policy chose is not finite, or not one of the choices.
    case action(index: Int, value: Float)
    /// The environment, or the simulator below it, gave up.
    case stopped(message: String)
    /// A saved state does not fit the environment.
    case restore(message: String)
  }

  /// The environment's id, such as `Hopper-v4`.
  public let environmentID: String
  /// The environment's index among all of the run, counted from 0.
  public let index: Int
  /// The step of the episode, counted from 1; 0 stands for the reset.
  public let step: Int
  public let problem: Problem

  public init(environmentID: String, index: Int, step: Int, problem: Problem) {
    self.environmentID = environmentID
    self.index = index
    self.step = step
    self.problem = problem
  }
}

extension EnvironmentFailure: CustomStringConvertible {
  public var description: String {
    let moment = step == 0 ? "at the reset" : "at step \(step) of its episode"
    return "\(environmentID), environment \(index), \(moment): \(problem)"
  }
}

extension EnvironmentFailure.Problem: CustomStringConvertible {
  public var description: String {
    switch self {
    case .reward(let value):
      "the reward is \(value), which single precision cannot hold; look at the environment's step"
    case .observation(let component, let index, let value):
      "the observation's component \(index) (\(component)) is \(value); look at the environment's "
        + "step and observe"
    case .image(let component, let index, let value):
      "the observation's component \(index) (\(component)) is \(value); an image has whole numbers "
        + "from 0 to 255, so look at the environment's observe"
    case .action(let index, let value) where value.isFinite:
      "the action's component \(index) is \(value), which is none of the choices; the policy does "
        + "not fit the action space"
    case .action(let index, let value):
      "the action's component \(index) is \(value); the policy has diverged, try a smaller "
        + "learning rate"
    case .stopped(let message): message
    case .restore(let message): "cannot go back to the saved state: \(message)"
    }
  }
}
