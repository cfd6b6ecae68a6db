import Environments
import Tensors

/// A target moves along a circle of eight places; the agent says where it is, and sees it only every
/// other step.
struct Pursuit: Environment {
  private var place = 0
  private var direction = 1
  private var elapsed = 0

  var observationSpace: BoxSpace {
    BoxSpace([.position("seen", 0...1), .position("place", 0...7)])
  }

  var actionSpace: ActionSpace { .discrete(8) }

  mutating func reset(using random: inout RandomStream) {
    place = random.integer(below: 8)
    direction = random.integer(below: 2) == 0 ? 1 : 7
    elapsed = 0
  }

  mutating func step(_ action: Span<Float>, using random: inout RandomStream) -> StepResult {
    let isRight = Int(action[0]) == place
    place = (place + direction) % 8
    elapsed += 1
    return StepResult(reward: isRight ? 1 : 0, outcome: .running)
  }

  func observe(into observation: inout MutableSpan<Float>) {
    let isSeen = elapsed % 2 == 0
    observation[0] = isSeen ? 1 : 0
    observation[1] = isSeen ? Float(place) : 0
  }

  func save(to state: inout EnvironmentState) {
    state["pursuit"] = [Double(place), Double(direction), Double(elapsed)]
  }

  mutating func restore(from state: EnvironmentState) throws(EnvironmentError) {
    let numbers = try state.values("pursuit", count: 3).map { Int($0) }
    (place, direction, elapsed) = (numbers[0], numbers[1], numbers[2])
  }
}
