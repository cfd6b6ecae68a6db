import Models
import Storage
import Tensors
import Testing

@Suite struct RecurrenceTests {
  private static let steps = 8
  private static let environments = 3
  private let policy: Policy
  private let rollout: RolloutStorage

  init() throws {
    policy = try makePolicy(.categorical([3]), recurrent: true)
    rollout = makeRollout(for: policy, steps: Self.steps, environments: Self.environments)
  }

  /// Runs a policy over the rollout as collecting does, one step of all environments at a time, and
  /// keeps each state where collecting keeps it. Returns the values, [T, N].
  private func collect() -> [Float] {
    let plan = SequencePlan(rowCount: Self.environments)
    let workspace = PolicyWorkspace(
      policy: policy, rows: Self.environments, sequences: Self.environments)
    var values = [Float]()
    for step in 0..<Self.steps {
      let rows = rollout.rows(step: step, environments: 0..<Self.environments)
      let features = policy.features(
        rollout.observations.rows(rows), plan: plan, hiddenStates: rollout.hiddenStates.rows(rows),
        masks: masks(of: step..<step + 1), in: workspace)
      let next = rollout.rows(step: step + 1, environments: 0..<Self.environments)
      rollout.hiddenStates.rows(next).copy(from: features.actor)
      values += policy.values(features, in: workspace).values
    }
    return values
  }

  /// The values of the whole rollout in one pass of sequences, [T, N].
  private func evaluate(from hiddenStates: Matrix) -> [Float] {
    var plan = SequencePlan(maximumSteps: Self.steps)
    for _ in 0..<Self.steps {
      plan.appendStep(rowCount: Self.environments)
    }
    let workspace = PolicyWorkspace(
      policy: policy, rows: rollout.sampleCount, sequences: Self.environments)
    let features = policy.features(
      rollout.observations.rows(0..<rollout.sampleCount), plan: plan, hiddenStates: hiddenStates,
      masks: masks(of: 0..<Self.steps), in: workspace)
    return policy.values(features, in: workspace).values
  }

  /// The masks of some steps, one a row.
  private func masks(of steps: Range<Int>) -> Matrix {
    rollout.masks.rows(steps).reshaped(rows: steps.count * Self.environments, columns: 1)
  }

  private var firstStates: Matrix { rollout.hiddenStates.rows(0..<Self.environments) }

  private func gradient(sequenceLength: Int) -> [Float] {
    let loss = RandomLoss(policy, rollout, sequenceLength: sequenceLength)
    loss.differentiate()
    return loss.gradient.values
  }

  @Test func `a pass over sequences equals steps taken one by one`() {
    let stepped = collect()
    let whole = evaluate(from: firstStates)
    for (one, other) in zip(stepped, whole) { #expect(abs(one - other) < 1e-5) }
  }

  @Test func `what lies before a reset has no influence on what comes after it`() {
    let reset = 5
    for environment in 0..<Self.environments { rollout.masks[reset, environment] = 0 }
    let before = evaluate(from: firstStates)
    firstStates.fill(0.9)
    rollout.observations.numbers.rows(0..<reset * Self.environments).fill(2)
    for step in 0..<reset { rollout.masks.row(step).fill(1) }
    let after = evaluate(from: firstStates)
    let boundary = reset * Self.environments
    #expect(before[boundary...].elementsEqual(after[boundary...]))
    #expect(!before[..<boundary].elementsEqual(after[..<boundary]))
  }

  @Test func `a mask of 1 carries the state on, a mask of 0 begins with zeros`() {
    for row in 0...Self.steps { rollout.masks.row(row).fill(1) }
    let going = evaluate(from: firstStates)
    rollout.masks.row(0).fill(0)
    let reset = evaluate(from: firstStates)
    #expect(!going.elementsEqual(reset))
    firstStates.fill(0)
    #expect(evaluate(from: firstStates).elementsEqual(reset))
    rollout.masks.row(0).fill(1)
    #expect(evaluate(from: firstStates).elementsEqual(reset))
  }

  /// The stored states are those that the policy computes itself, so that the loss is the same for
  /// chunks of any length and only what the gradient flows through differs.
  @Test func `chunks cut the flow of gradients but not the loss`() {
    for row in 0...Self.steps { rollout.masks.row(row).fill(1) }
    _ = collect()
    let whole = RandomLoss(policy, rollout, sequenceLength: Self.steps).value()
    let gradients = [1, 4, Self.steps].map { length in
      let value = RandomLoss(policy, rollout, sequenceLength: length).value()
      #expect(abs(value - whole) < 1e-5)
      return gradient(sequenceLength: length)
    }
    func distance(_ left: [Float], _ right: [Float]) -> Float {
      zip(left, right).reduce(0) { max($0, abs($1.0 - $1.1)) }
    }
    #expect(distance(gradients[0], gradients[1]) > 1e-2)
    #expect(distance(gradients[1], gradients[2]) > 1e-3)
  }

  @Test func `where every step begins an episode, chunks of any length give one gradient`() {
    for row in 0...Self.steps { rollout.masks.row(row).fill(0) }
    let single = gradient(sequenceLength: 1)
    let whole = gradient(sequenceLength: Self.steps)
    for (one, other) in zip(single, whole) { #expect(abs(one - other) < 1e-4) }
  }

  @Test func `a policy without a GRU ignores masks`() throws {
    let policy = try makePolicy(.categorical([3]))
    let rollout = makeRollout(for: policy, steps: 4, environments: 2)
    let before = RandomLoss(policy, rollout, sequenceLength: 1).value()
    rollout.masks.fill(0)
    #expect(RandomLoss(policy, rollout, sequenceLength: 1).value() == before)
    #expect(policy.hiddenStateSize == 0 && rollout.hiddenStates.columns == 0)
  }
}
