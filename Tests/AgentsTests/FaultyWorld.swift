import Environments
import Tensors

/// A world that gives what nobody can learn from, at one step of one episode or, by its size, always.
struct FaultyWorld: Environment {
  enum Fault: String { case reward, observation, exception, size }

  let fault: Fault?
  private var step = 0

  init(fault: Fault?) { self.fault = fault }

  var observationSpace: BoxSpace { BoxSpace([.value("place"), .velocity("speed")]) }
  var actionSpace: ActionSpace { .discrete(2) }

  mutating func reset(using random: inout RandomStream) { step = 0 }

  mutating func step(
    _ action: Span<Float>, using random: inout RandomStream
  ) throws(EnvironmentError) -> StepResult {
    step += 1
    guard step == 40, let fault, fault != .size else {
      return StepResult(reward: 1, outcome: .running)
    }
    if fault == .exception { throw EnvironmentError("the simulator gave up") }
    return StepResult(reward: fault == .reward ? .nan : 1, outcome: .running)
  }

  func observe(into observation: inout MutableSpan<Float>) {
    // Finite, but its square is not.
    observation[0] = fault == .size ? 1e25 : Float(step)
    observation[1] = step == 40 && fault == .observation ? .infinity : 0
  }

  func save(to state: inout EnvironmentState) { state["step"] = [Double(step)] }

  mutating func restore(from state: EnvironmentState) throws(EnvironmentError) {
    step = Int(try state.value("step"))
  }
}
