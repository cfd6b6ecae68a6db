import Environments
import Tensors

/// An environment that does what it is told: its steps come from a list. It observes how many steps
/// and episodes it has seen.
struct Script: Environment {
  enum Event: Sendable {
    case result(StepResult)
    case observation(Float)
    case error(String)
  }

  let events: [Event]
  private var step = 0
  private var episode = 0
  private var observed: Float = 0

  /// - Parameter events: What happens in the steps of each episode; afterwards, nothing.
  init(_ events: [Event] = []) { self.events = events }

  var observationSpace: BoxSpace {
    BoxSpace([.value("step"), .value("episode"), .value("told")])
  }

  var actionSpace: ActionSpace { .multiDiscrete([2, 3]) }

  mutating func reset(using random: inout RandomStream) {
    step = 0
    episode += 1
    observed = 0
  }

  mutating func step(
    _ action: Span<Float>, using random: inout RandomStream
  ) throws(EnvironmentError) -> StepResult {
    step += 1
    guard step <= events.count else { return StepResult(reward: 0) }
    switch events[step - 1] {
    case .result(let result): return result
    case .observation(let value): observed = value
    case .error(let message): throw EnvironmentError(message)
    }
    return StepResult(reward: 0)
  }

  func observe(into observation: inout MutableSpan<Float>) {
    observation[0] = Float(step)
    observation[1] = Float(episode)
    observation[2] = observed
  }

  func save(to state: inout EnvironmentState) {
    state["script"] = [Double(step), Double(episode), Double(observed)]
  }

  mutating func restore(from state: EnvironmentState) throws(EnvironmentError) {
    let values = try state.values("script", count: 3)
    (step, episode, observed) = (Int(values[0]), Int(values[1]), Float(values[2]))
  }

  static func description(
    limit: Int? = nil, _ events: [Event] = []
  ) -> EnvironmentDescription {
    EnvironmentDescription(
      id: "Script-v0", summary: "Does what it is told.", maximumEpisodeSteps: limit
    ) { Script(events) }
  }
}
