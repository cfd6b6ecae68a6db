import Tensors

/// The memory that passes of a ``Policy`` over at most R rows in at most n sequences work in, built
/// once. Passes that run at the same time need workspaces of their own.
package final class PolicyWorkspace: Sendable {
  /// The most rows a pass may have, R.
  package let rows: Int
  package let arena: Arena
  /// nil in passes that begin with states.
  package let input: (encoder: any EncoderCache, before: DenseStack.Cache)?
  /// As many as the policy's; none in passes that begin with what was kept of steps.
  package let memories: [Memory.Cache]
  package let trunk: any TrunkCache
  package let actionParameters: Matrix  // [R, P]
  package let values: Matrix  // [R, 1]
  /// The states after each step of the last pass, [R, S]; nil without a memory.
  package let states: Matrix?
  /// Room for them where they are those of several cells.
  let joinedStates: Matrix?

  /// - Parameters:
  ///   - sequences: n; 0 for passes that begin with what was kept of steps and leave out the cell.
  ///   - heads: the networks that passes go through.
  package init(policy: Policy, rows: Int, sequences: Int, heads: HeadSet = .both) {
    self.rows = rows
    let runsMemory = sequences > 0
    let isJoined = runsMemory && !policy.memories.isEmpty && policy.onlyCell == nil
    let (arena, layout) = Arena.carve { carver in
      (
        input: runsMemory || policy.memories.isEmpty
          ? (
            policy.encoder.makeCache(rows: rows, in: &carver) as any EncoderCache,
            DenseStack.Cache(policy.before, rows: rows, in: &carver)
          ) : nil,
        memories: runsMemory
          ? policy.memories.map {
            Memory.Cache($0, rows: rows, sequences: sequences, in: &carver)
          } : [],
        joined: isJoined
          ? carver.matrix(rows: rows, columns: policy.hiddenStateSize) : nil,
        trunk: policy.trunk.makeCache(rows: rows, heads: heads, in: &carver) as any TrunkCache,
        actionParameters: carver.matrix(
          rows: rows, columns: policy.head.distribution.parameterSize),
        values: carver.matrix(rows: rows, columns: 1)
      )
    }
    self.arena = arena
    input = layout.input
    memories = layout.memories
    joinedStates = layout.joined
    states = layout.joined ?? layout.memories.first?.cells[0].states
    trunk = layout.trunk
    actionParameters = layout.actionParameters
    values = layout.values
    names = policy.memories.flatMap(\.names)
  }

  /// The names of the cells.
  private let names: [String]

  /// What each part puts out on its way to the heads by the names that trajectory files use, [R, ...]
  /// each: the layers of the encoder and before the memory, what cells tell of themselves, the trunk's
  /// layers. Where there are several cells, what they tell begins with their names.
  package var outputs: [(name: String, output: Matrix)] {
    let cells = zip(names, memories.flatMap(\.cells)).flatMap { name, cell in
      cell.activations.map { (names.count > 1 ? "\(name)_\($0.name)" : $0.name, $0.output) }
    }
    return (input.map { $0.encoder.outputs + $0.before.named } ?? []) + cells + trunk.outputs
  }
}

/// What a backward pass over at most R rows works in besides a ``PolicyWorkspace``.
public final class GradientWorkspace: Sendable {
  package let arena: Arena
  let encoder: any AnyObject & Sendable
  let memories: [Memory.GradientBuffers]
  let trunk: any AnyObject & Sendable
  /// dL/d(what the memory reads), where something below it learns, and room for what it is added to.
  let input, addition: Matrix
  /// dL/d(what the encoder gives), where it learns and there are layers above it.
  let encoded: Matrix
  /// Room for the transposed weights of a layer before the memory, and for its gradient.
  let beforeScratch, beforeSpare: Matrix
  /// dL/d(what a head reads), and later dL/d(features); [R, the wider one].
  let output: Matrix
  /// dL/d(what the shared layers gave), [R, K].
  let shared: Matrix
  /// Room for the transposed weights of a head, [1, larger one].
  let scratch: Matrix
  let actionParameters: Matrix  // [R, P]
  /// What the distribution works in.
  let distribution: Matrix
  /// dL/d(value) a row, to be filled before the pass; [R, 1].
  public let values: Matrix
  /// dL/d(log-probability) a row, to be filled before the pass; [R, 1].
  public let logProbabilities: Matrix
  /// The gradient of every parameter, in the parameters' layout; [1, count].
  package let parameters: Matrix

  package init(policy: Policy, rows: Int, sequences: Int, parameters: Matrix) {
    self.parameters = parameters
    let (encoder, trunk, before) = (policy.encoder, policy.trunk, policy.before)
    let sharedSize = policy.sharesParameters || !policy.memories.isEmpty ? trunk.sharedSize : 0
    let hasGradientBelow = !policy.memories.isEmpty || policy.inputLearns
    let featureCount = hasGradientBelow ? policy.featureCount : 0
    let inputSize = policy.inputLearns ? policy.inputSize : 0
    let (arena, layout) = Arena.carve { carver in
      (
        encoder: encoder.makeGradientBuffers(rows: rows, in: &carver) as any AnyObject & Sendable,
        memories: policy.memories.map {
          Memory.GradientBuffers($0, rows: rows, sequences: sequences, in: &carver)
        },
        trunk: trunk.makeGradientBuffers(rows: rows, in: &carver) as any AnyObject & Sendable,
        input: carver.matrix(rows: rows, columns: inputSize),
        addition: carver.matrix(
          rows: rows, columns: policy.memories.count > 1 ? inputSize : 0),
        encoded: carver.matrix(
          rows: rows,
          columns: before.isEmpty || !policy.encoderLearns ? 0 : encoder.outputSize),
        beforeScratch: carver.matrix(rows: 1, columns: before.scratchSize),
        beforeSpare: carver.matrix(rows: rows, columns: before.isEmpty ? 0 : inputSize),
        output: carver.matrix(rows: rows, columns: max(trunk.outputSize, featureCount)),
        shared: carver.matrix(rows: rows, columns: sharedSize),
        scratch: carver.matrix(
          rows: 1,
          columns: max(policy.head.dense.scratchSize, policy.valueHead.scratchSize)),
        actionParameters: carver.matrix(
          rows: rows, columns: policy.head.distribution.parameterSize),
        distribution: carver.matrix(
          rows: rows, columns: policy.head.distribution.scratchSize),
        values: carver.matrix(rows: rows, columns: 1),
        logProbabilities: carver.matrix(rows: rows, columns: 1)
      )
    }
    self.arena = arena
    self.encoder = layout.encoder
    memories = layout.memories
    self.trunk = layout.trunk
    (input, addition, encoded) = (layout.input, layout.addition, layout.encoded)
    (beforeScratch, beforeSpare) = (layout.beforeScratch, layout.beforeSpare)
    output = layout.output
    shared = layout.shared
    scratch = layout.scratch
    actionParameters = layout.actionParameters
    distribution = layout.distribution
    values = layout.values
    logProbabilities = layout.logProbabilities
  }
}
