import Tensors

/// Environments that were written one at a time, as a batch. Where it is compiled for their type, a step
/// makes no dynamic call, allocation or copy beyond what the environment itself does.
final class NativeBatch<World: Environment>: EnvironmentBatch, @unchecked Sendable {
  private var worlds: [World]
  let observationSpace: BoxSpace
  let actionSpace: ActionSpace

  /// - Parameter worlds: At least one.
  init(_ worlds: [World]) {
    precondition(!worlds.isEmpty, "a batch has at least one environment")
    self.worlds = worlds
    observationSpace = worlds[0].observationSpace
    actionSpace = worlds[0].actionSpace
  }

  var count: Int { worlds.count }

  func reset(
    rows: Span<Int>, using randoms: inout MutableSpan<RandomStream>
  ) throws(EnvironmentBatchError) {
    for place in rows.indices { worlds[rows[place]].reset(using: &randoms[rows[place]]) }
  }

  func step(
    rows: Span<Int>, actions: Matrix, results: inout MutableSpan<StepResult>,
    using randoms: inout MutableSpan<RandomStream>
  ) throws(EnvironmentBatchError) {
    try Self.step(&worlds, rows: rows, actions: actions, results: &results, using: &randoms)
  }

  /// One access to the array for the whole step instead of several for each environment.
  @inline(__always)
  private static func step(
    _ worlds: inout [World], rows: Span<Int>, actions: Matrix,
    results: inout MutableSpan<StepResult>, using randoms: inout MutableSpan<RandomStream>
  ) throws(EnvironmentBatchError) {
    var worlds = worlds.mutableSpan
    for place in rows.indices {
      let row = rows[place]
      do throws(EnvironmentError) {
        results[row] = try step(&worlds[row], actions: actions, row: row, using: &randoms[row])
      } catch {
        throw EnvironmentBatchError(row: row, error.message)
      }
    }
  }

  @inline(__always)
  private static func step(
    _ world: inout World, actions: Matrix, row: Int, using random: inout RandomStream
  ) throws(EnvironmentError) -> StepResult {
    try actions.withRow(row) { action throws(EnvironmentError) in
      try world.step(action, using: &random)
    }
  }

  func observe(rows: Span<Int>, into observations: Matrix) {
    for place in rows.indices {
      observations.withMutableRow(rows[place]) { worlds[rows[place]].observe(into: &$0) }
    }
  }

  func save(row: Int) -> EnvironmentState? {
    guard World.savesState else { return nil }
    var state = EnvironmentState()
    worlds[row].save(to: &state)
    return state
  }

  func restore(row: Int, from state: EnvironmentState) throws(EnvironmentError) {
    try worlds[row].restore(from: state)
  }

  var hasLongSteps: Bool { World.hasLongSteps }

  func environment(inRow row: Int) -> World { worlds[row] }
}
