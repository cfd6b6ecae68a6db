import Tensors

/// The memory that passes of a ``Policy`` over at most R rows in at most n sequences work in, built
/// once. Passes that run at the same time need workspaces of their own.
package final class PolicyWorkspace: Sendable {
  /// The most rows a pass may have, R.
  package let rows: Int
  package let arena: Arena
  /// nil in passes that begin with a cell's states.
  let encoder: (any EncoderCache)?
  package let cell: (any CellCache)?
  package let trunk: any TrunkCache
  package let actionParameters: Matrix  // [R, P]
  package let values: Matrix  // [R, 1]
  private let outputColumns: Range<Int>

  /// - Parameters:
  ///   - sequences: n; 0 for passes that begin with what was kept of steps and leave out the cell.
  ///   - heads: the networks that passes go through.
  package init(policy: Policy, rows: Int, sequences: Int, heads: HeadSet = .both) {
    self.rows = rows
    outputColumns = policy.cell?.output ?? 0..<0
    let runsCell = sequences > 0
    let (arena, layout) = Arena.carve { carver in
      (
        encoder: runsCell || policy.cell == nil
          ? policy.encoder.makeCache(rows: rows, in: &carver) as any EncoderCache : nil,
        cell: runsCell
          ? policy.cell?.makeCache(rows: rows, sequences: sequences, in: &carver) : nil,
        trunk: policy.trunk.makeCache(rows: rows, heads: heads, in: &carver) as any TrunkCache,
        actionParameters: carver.matrix(
          rows: rows, columns: policy.head.distribution.parameterSize),
        values: carver.matrix(rows: rows, columns: 1)
      )
    }
    self.arena = arena
    encoder = layout.encoder
    cell = layout.cell
    trunk = layout.trunk
    actionParameters = layout.actionParameters
    values = layout.values
  }

  /// The states after each step of the last pass, [R, S]; nil without a cell.
  package var states: Matrix? { cell?.states }
  /// What the layers above the cell read of them, [R, H].
  package var output: Matrix? { states.map { $0.columns(outputColumns) } }

  /// What each part puts out on its way to the heads by the names that trajectory files use, [R, ...]
  /// each: the encoder's layers, the values of a cell's gates, the trunk's layers.
  package var outputs: [(name: String, output: Matrix)] {
    (encoder?.outputs ?? []) + (cell?.activations ?? []) + trunk.outputs
  }
}

/// What a backward pass over at most R rows works in besides a ``PolicyWorkspace``.
public final class GradientWorkspace: Sendable {
  package let arena: Arena
  let encoder: any AnyObject & Sendable
  let cell: (any AnyObject & Sendable)?
  let trunk: any AnyObject & Sendable
  /// dL/d(what the cell reads), where something below it learns.
  let encoded: Matrix
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
    let (encoder, cell, trunk) = (policy.encoder, policy.cell, policy.trunk)
    let sharedSize = policy.sharesParameters ? trunk.sharedSize : 0
    let featureCount = cell != nil || policy.encoderLearns ? policy.featureCount : 0
    let (arena, layout) = Arena.carve { carver in
      (
        encoder: encoder.makeGradientBuffers(rows: rows, in: &carver) as any AnyObject & Sendable,
        cell: cell?.makeGradientBuffers(rows: rows, sequences: sequences, in: &carver)
          as (any AnyObject & Sendable)?,
        trunk: trunk.makeGradientBuffers(rows: rows, in: &carver) as any AnyObject & Sendable,
        encoded: carver.matrix(
          rows: rows, columns: cell != nil && policy.encoderLearns ? encoder.outputSize : 0),
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
    self.cell = layout.cell
    self.trunk = layout.trunk
    encoded = layout.encoded
    output = layout.output
    shared = layout.shared
    scratch = layout.scratch
    actionParameters = layout.actionParameters
    distribution = layout.distribution
    values = layout.values
    logProbabilities = layout.logProbabilities
  }
}
