import Environments
import Tensors
import Testing

/// One environment as its author wrote it, with a random stream of its own.
struct World {
  private var environment: any Environment
  private var random: RandomStream
  private let action: ActionSpace

  /// Makes an environment of the toolkit and begins an episode.
  init(_ id: String, seed: UInt64 = 1) throws {
    environment = try EnvironmentRegistry.standard.find(id).environment.makeEnvironment()
    random = RandomStream(seed: seed, purpose: .environment)
    action = environment.actionSpace
    reset()
  }

  mutating func reset() { environment.reset(using: &random) }

  mutating func step(_ action: [Float]) throws -> StepResult {
    try environment.step(action.span, using: &random)
  }

  /// Takes a step with an action drawn from `random`.
  mutating func step(using random: inout RandomStream) throws -> StepResult {
    var values = [Float]()
    for (low, high) in zip(action.low, action.high) {
      if case .box = action {
        values.append(low + (high - low) * random.uniformFloat())
      } else {
        values.append(Float(random.integer(below: Int(high) + 1)))
      }
    }
    return try step(values)
  }

  var observation: [Float] {
    var values = [Float](repeating: .nan, count: environment.observationSpace.size)
    var span = values.mutableSpan
    environment.observe(into: &span)
    return values
  }

  var state: EnvironmentState {
    var state = EnvironmentState()
    environment.save(to: &state)
    return state
  }

  mutating func restore(from state: EnvironmentState) throws(EnvironmentError) {
    try environment.restore(from: state)
  }

  /// The array of the state called `name`.
  func values(_ name: String) throws -> [Double] { try #require(state[name]) }

  /// The same, where it holds whole numbers.
  func integers(_ name: String) throws -> [Int] { try values(name).map { Int($0) } }
}
