import Environments
import Tensors

/// A mass on a line that a motor is to keep at the origin.
struct PointMass: Environment {
  private var position = 0.0
  private var velocity = 0.0

  var observationSpace: BoxSpace {
    BoxSpace([.position("position", -2...2), .velocity("velocity")])
  }

  var actionSpace: ActionSpace { .box(low: [-1], high: [1]) }

  mutating func reset(using random: inout RandomStream) {
    position = random.uniform(-1, 1)
    velocity = 0
  }

  mutating func step(_ action: Span<Float>, using random: inout RandomStream) -> StepResult {
    velocity += 0.05 * Double(action[0])
    position += 0.05 * velocity
    let isLost = abs(position) > 2
    return StepResult(reward: 1 - position * position, outcome: isLost ? .terminated : .running)
  }

  func observe(into observation: inout MutableSpan<Float>) {
    observation[0] = Float(position)
    observation[1] = Float(velocity)
  }

  func save(to state: inout EnvironmentState) { state["motion"] = [position, velocity] }

  mutating func restore(from state: EnvironmentState) throws(EnvironmentError) {
    let motion = try state.values("motion", count: 2)
    (position, velocity) = (motion[0], motion[1])
  }
}
