import Environments
import Tensors

/// Walkers on a line as a batch of array code: each goes a step left or right, and now and then a random
/// one more. The walker that leaves the line has ended its episode; its reward is where it is.
final class Walkers: EnvironmentBatch, @unchecked Sendable {
  static let length = 4.0

  private var places: [Double]
  private var ages: [Double]
  private let savesStates: Bool

  init(_ places: BatchPlaces, savesStates: Bool = true) {
    self.places = [Double](repeating: 0, count: places.indices.count)
    ages = self.places
    self.savesStates = savesStates
  }

  var count: Int { places.count }
  var observationSpace: BoxSpace { BoxSpace([.position("place"), .value("age")]) }
  var actionSpace: ActionSpace { .box(low: [-1], high: [1]) }

  func reset(
    rows: Span<Int>, using randoms: inout MutableSpan<RandomStream>
  ) throws(EnvironmentBatchError) {
    for index in rows.indices {
      let row = rows[index]
      places[row] = randoms[row].uniform(-1, 1)
      ages[row] = 0
    }
  }

  func step(
    rows: Span<Int>, actions: Matrix, results: inout MutableSpan<StepResult>,
    using randoms: inout MutableSpan<RandomStream>
  ) throws(EnvironmentBatchError) {
    for index in rows.indices {
      let row = rows[index]
      places[row] += Double(actions[row, 0]) + randoms[row].uniform(-0.5, 0.5)
      ages[row] += 1
      let isOut = abs(places[row]) > Self.length
      if ages[row] == 1000 { throw EnvironmentBatchError(row: row, "the walker is tired") }
      results[row] = StepResult(reward: places[row], outcome: isOut ? .terminated : .running)
    }
  }

  func observe(rows: Span<Int>, into observations: Matrix) {
    for index in rows.indices {
      observations[rows[index], 0] = Float(places[rows[index]])
      observations[rows[index], 1] = Float(ages[rows[index]])
    }
  }

  func save(row: Int) -> EnvironmentState? {
    guard savesStates else { return nil }
    var state = EnvironmentState()
    state["walker"] = [places[row], ages[row]]
    return state
  }

  func restore(row: Int, from state: EnvironmentState) throws(EnvironmentError) {
    let values = try state.values("walker", count: 2)
    (places[row], ages[row]) = (values[0], values[1])
  }

  func diagnostics(row: Int) -> [(key: String, value: [Double])] {
    [(key: "distance", value: [abs(places[row])])]
  }

  static func description(
    limit: Int? = 30, savesStates: Bool = true
  ) -> EnvironmentDescription {
    EnvironmentDescription(
      id: "Walkers-v0", summary: "Stay on the line.", maximumEpisodeSteps: limit,
      makeBatch: { places in Walkers(places, savesStates: savesStates) })
  }
}

/// The same walker as an environment of its own.
struct Walker: Environment {
  private var place = 0.0
  private var age = 0.0

  var observationSpace: BoxSpace { BoxSpace([.position("place"), .value("age")]) }
  var actionSpace: ActionSpace { .box(low: [-1], high: [1]) }

  mutating func reset(using random: inout RandomStream) {
    place = random.uniform(-1, 1)
    age = 0
  }

  mutating func step(_ action: Span<Float>, using random: inout RandomStream) -> StepResult {
    place += Double(action[0]) + random.uniform(-0.5, 0.5)
    age += 1
    return StepResult(
      reward: place, outcome: abs(place) > Walkers.length ? .terminated : .running)
  }

  func observe(into observation: inout MutableSpan<Float>) {
    observation[0] = Float(place)
    observation[1] = Float(age)
  }

  func save(to state: inout EnvironmentState) { state["walker"] = [place, age] }

  mutating func restore(from state: EnvironmentState) throws(EnvironmentError) {
    let values = try state.values("walker", count: 2)
    (place, age) = (values[0], values[1])
  }

  static let description = EnvironmentDescription(
    id: "Walkers-v0", summary: "Stay on the line.", maximumEpisodeSteps: 30
  ) { Walker() }
}
