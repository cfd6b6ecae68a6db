import Environments
import Tensors

/// Boats that are to stay in their harbours while a current, which nobody sees, carries them off. Written
/// for all boats at once: an array for each quantity, a loop for each thing that happens.
final class Harbour: EnvironmentBatch, @unchecked Sendable {
  private var places: [Double]
  private var currents: [Double]

  init(_ places: BatchPlaces) {
    self.places = [Double](repeating: 0, count: places.indices.count)
    currents = self.places
  }

  var count: Int { places.count }

  var observationSpace: BoxSpace { BoxSpace([.position("place", unit: "m")]) }

  /// The motor's thrust.
  var actionSpace: ActionSpace { .box(low: [-1], high: [1]) }

  func reset(
    rows: Span<Int>, using randoms: inout MutableSpan<RandomStream>
  ) throws(EnvironmentBatchError) {
    for index in rows.indices {
      let row = rows[index]
      places[row] = randoms[row].uniform(-1, 1)
      currents[row] = randoms[row].uniform(-0.1, 0.1)
    }
  }

  func step(
    rows: Span<Int>, actions: Matrix, results: inout MutableSpan<StepResult>,
    using randoms: inout MutableSpan<RandomStream>
  ) throws(EnvironmentBatchError) {
    for index in rows.indices {
      let row = rows[index]
      places[row] += currents[row] + 0.2 * Double(actions[row, 0])
      let isLost = abs(places[row]) > 3
      results[row] = StepResult(
        reward: 1 - abs(places[row]), outcome: isLost ? .terminated : .running)
    }
  }

  func observe(rows: Span<Int>, into observations: Matrix) {
    for index in rows.indices { observations[rows[index], 0] = Float(places[rows[index]]) }
  }

  func save(row: Int) -> EnvironmentState? {
    var state = EnvironmentState()
    state["boat"] = [places[row], currents[row]]
    return state
  }

  func restore(row: Int, from state: EnvironmentState) throws(EnvironmentError) {
    let boat = try state.values("boat", count: 2)
    (places[row], currents[row]) = (boat[0], boat[1])
  }

  /// What the agent has to find out.
  func diagnostics(row: Int) -> [(key: String, value: [Double])] {
    [(key: "current", value: [currents[row]])]
  }
}
