import Tensors

/// One row of a batch, looked at as the environment that it is: what records and pages know of it.
struct BatchRow: Environment {
  private let batch: any EnvironmentBatch
  private let row: Int
  /// Why the last reset failed: the next step says so.
  private var failure: EnvironmentError?

  init(_ batch: any EnvironmentBatch, row: Int) {
    self.batch = batch
    self.row = row
  }

  var observationSpace: BoxSpace { batch.observationSpace }

  var actionSpace: ActionSpace { batch.actionSpace }

  mutating func reset(using random: inout RandomStream) {
    do throws(EnvironmentBatchError) {
      failure = nil
      try withRow(&random) { rows, randoms throws(EnvironmentBatchError) in
        try batch.reset(rows: rows, using: &randoms)
      }
    } catch {
      failure = EnvironmentError(error.message)
    }
  }

  mutating func step(
    _ action: Span<Float>, using random: inout RandomStream
  ) throws(EnvironmentError) -> StepResult {
    if let failure { throw failure }
    let (arena, actions) = Arena.carve { $0.matrix(rows: batch.count, columns: actionSpace.width) }
    for index in action.indices { actions[row, index] = action[index] }
    var results = [StepResult](repeating: StepResult(reward: 0), count: batch.count)
    do throws(EnvironmentBatchError) {
      try withRow(&random) { rows, randoms throws(EnvironmentBatchError) in
        var span = results.mutableSpan
        try batch.step(rows: rows, actions: actions, results: &span, using: &randoms)
      }
    } catch {
      throw EnvironmentError(error.message)
    }
    withExtendedLifetime(arena) {}
    return results[row]
  }

  /// Calls `body` with this row and a stream for each row, of which this one's is `random`.
  private func withRow(
    _ random: inout RandomStream,
    _ body: (Span<Int>, inout MutableSpan<RandomStream>) throws(EnvironmentBatchError) -> Void
  ) throws(EnvironmentBatchError) {
    var streams = [RandomStream](repeating: random, count: batch.count)
    let rows = [row]
    var span = streams.mutableSpan
    try body(rows.span, &span)
    random = streams[row]
  }

  func observe(into observation: inout MutableSpan<Float>) {
    let (arena, observations) = Arena.carve {
      $0.matrix(rows: batch.count, columns: batch.observationSpace.size)
    }
    let rows = [row]
    batch.observe(rows: rows.span, into: observations)
    for index in observation.indices { observation[index] = observations[row, index] }
    withExtendedLifetime(arena) {}
  }

  func save(to state: inout EnvironmentState) {
    if let saved = batch.save(row: row) { state = saved }
  }

  func restore(from state: EnvironmentState) throws(EnvironmentError) {
    try batch.restore(row: row, from: state)
  }

  var diagnostics: [(key: String, value: [Double])] { batch.diagnostics(row: row) }

  var actionLabels: [QuantityLabel] { batch.actionLabels }

  var diagnosticLabels: [QuantityLabel] { batch.diagnosticLabels }

  var secondsPerStep: Double? { batch.secondsPerStep }

  var picture: EnvironmentPicture? { batch.picture(row: row) }
}
