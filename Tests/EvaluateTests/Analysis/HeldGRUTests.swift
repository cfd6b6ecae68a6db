import Evaluate
import Models
import Spaces
import Tensors
import Testing

@Suite struct HeldGRUTests {
  private let size = 12
  private let inputs = 5
  private let policy: Policy
  private var random = RandomStream(seed: 9, purpose: .environment)

  init() throws {
    var configuration = PolicyConfiguration()
    configuration.isRecurrent = true
    configuration.hiddenSize = size
    policy = try Policy(configuration, observationSize: inputs, head: .categorical([2]))
    var random = RandomStream(seed: 2, purpose: .initialization)
    // Larger than at the beginning of training, biases too, so that every gate takes part.
    for index in 0..<policy.parameters.count {
      policy.parameters[index] = Float(random.uniform(-1, 1))
    }
  }

  /// The policy computes in single precision.
  @Test mutating func `a step is that of the policy`() throws {
    let input = (0..<inputs).map { _ in random.uniform(-2, 2) }
    let state = (0..<size).map { _ in random.uniform(-1, 1) }
    let (arena, memory) = Arena.carve { carver in
      (
        input: carver.matrix(rows: 1, columns: inputs),
        state: carver.matrix(rows: 1, columns: size),
        mask: carver.matrix(rows: 1, columns: 1)
      )
    }
    memory.input.copy(from: input.map(Float.init))
    memory.state.copy(from: state.map(Float.init))
    memory.mask.fill(1)
    let workspace = PolicyWorkspace(policy: policy, rows: 1, sequences: 1)
    let next = policy.features(
      Observations(memory.input), plan: SequencePlan(rowCount: 1), hiddenStates: memory.state,
      masks: memory.mask, in: workspace)
    let map = try #require(HeldGRU(policy, input: input))
    var step = HeldGRU.Step(size: size)
    map.evaluate(at: state, into: &step)
    for unit in 0..<size {
      #expect(abs(state[unit] + step.displacement[unit] - Double(next.actor[0, unit])) < 2e-6)
    }
    withExtendedLifetime((arena, workspace)) {}
  }

  /// Central differences of width 2e-5 in double precision: their error is of order 1e-10.
  @Test mutating func `the Jacobian matrix is the slope of the step`() throws {
    let input = (0..<inputs).map { _ in random.uniform(-2, 2) }
    let map = try #require(HeldGRU(policy, input: input))
    var (step, above, below) = (
      HeldGRU.Step(size: size), HeldGRU.Step(size: size), HeldGRU.Step(size: size)
    )
    for _ in 0..<5 {
      let state = (0..<size).map { _ in random.uniform(-1, 1) }
      map.evaluate(at: state, into: &step)
      map.differentiate(at: state, into: &step)
      for i in 0..<size {
        var (high, low) = (state, state)
        high[i] += 1e-5
        low[i] -= 1e-5
        map.evaluate(at: high, into: &above)
        map.evaluate(at: low, into: &below)
        for j in 0..<size {
          let slope = (above.displacement[j] - below.displacement[j]) / 2e-5 + (i == j ? 1 : 0)
          #expect(abs(step.transposedJacobian[i * size + j] - slope) < 1e-8)
        }
      }
    }
  }

  @Test func `a policy without memory has no such map`() throws {
    let plain = try Policy(PolicyConfiguration(), observationSize: 2, head: .categorical([2]))
    #expect(HeldGRU(plain, input: [0, 0]) == nil)
  }
}
