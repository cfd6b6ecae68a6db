import Tensors

/// The memory that passes of a ``Policy`` over at most R rows in at most n sequences work in, built
/// once. Passes that run at the same time need workspaces of their own.
package final class PolicyWorkspace: Sendable {
  /// The most rows a pass may have, R.
  package let rows: Int
  package let arena: Arena
  package let base: FlexBase.Cache
  package let actionParameters: Matrix  // [R, P]
  package let values: Matrix  // [R, 1]
  /// The states after each step of the last pass, [R, S]; nil without a cell.
  package var states: Matrix? { base.cell?.states }

  /// - Parameters:
  ///   - sequences: n; 0 for passes that begin with features and leave out the cell.
  ///   - heads: the networks that passes go through.
  package init(policy: Policy, rows: Int, sequences: Int, heads: HeadSet = .both) {
    self.rows = rows
    let (arena, layout) = Arena.carve { carver in
      (
        base: FlexBase.Cache(
          policy.base, rows: rows, sequences: sequences, heads: heads, in: &carver),
        actionParameters: carver.matrix(
          rows: rows, columns: policy.head.configuration.parameterSize),
        values: carver.matrix(rows: rows, columns: 1)
      )
    }
    self.arena = arena
    base = layout.base
    actionParameters = layout.actionParameters
    values = layout.values
  }
}

/// What a backward pass over at most R rows works in besides a ``PolicyWorkspace``.
public final class GradientWorkspace: Sendable {
  package let arena: Arena
  let base: FlexBase.GradientBuffers
  let actionParameters: Matrix  // [R, P]
  /// dL/d(log standard deviation) a row, where there are such parameters; [R, A].
  let deviations: Matrix
  /// dL/d(value) a row, to be filled before the pass; [R, 1].
  public let values: Matrix
  /// dL/d(log-probability) a row, to be filled before the pass; [R, 1].
  public let logProbabilities: Matrix
  /// The gradient of every parameter, in the parameters' layout; [1, count].
  package let parameters: Matrix

  package init(policy: Policy, rows: Int, sequences: Int, parameters: Matrix) {
    self.parameters = parameters
    let (arena, layout) = Arena.carve { carver in
      (
        base: FlexBase.GradientBuffers(
          policy.base, headSize: policy.headConfiguration.parameterSize, rows: rows,
          sequences: sequences, in: &carver),
        actionParameters: carver.matrix(
          rows: rows, columns: policy.head.configuration.parameterSize),
        deviations: carver.matrix(
          rows: rows, columns: policy.head.logStandardDeviation?.count ?? 0),
        values: carver.matrix(rows: rows, columns: 1),
        logProbabilities: carver.matrix(rows: rows, columns: 1)
      )
    }
    self.arena = arena
    base = layout.base
    actionParameters = layout.actionParameters
    deviations = layout.deviations
    values = layout.values
    logProbabilities = layout.logProbabilities
  }
}
