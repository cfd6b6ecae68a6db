import Tensors

/// Every step shows a card and asks for a kind of card. The agent is to say how many of that kind it
/// was shown so far, the present one included.
struct CountRecall: POPGymTask {
  /// The cards that are shown.
  private var values: Deck
  /// The cards whose kind is asked for.
  private var queries: Deck
  /// How many cards of each kind were shown.
  private var counts: [Int]
  private var steps = 0

  static let descriptions = EnvironmentDescription.popgym(
    "CountRecall", "Say how many cards of the colour, suit or rank asked for were shown so far.",
    easy: CountRecall(packs: 1, of: .color), medium: CountRecall(packs: 2, of: .suit),
    hard: CountRecall(packs: 4, of: .rank))

  init(packs: Int, of feature: CardFeature) {
    values = Deck(packs: packs, showing: feature)
    queries = values
    counts = [Int](repeating: 0, count: feature.count)
  }

  var observationSpace: BoxSpace {
    BoxSpace([.category("value", of: counts.count), .category("query", of: counts.count)])
  }
  var actionSpace: ActionSpace { .discrete(values.count / counts.count + 1) }
  var actionLabels: [QuantityLabel] {
    (0...values.count / counts.count).map { QuantityLabel("\($0)_shown") }
  }

  /// One card lies open already when the first step is taken.
  var stepLimit: Int { values.count - 1 }

  mutating func reset(using random: inout RandomStream) {
    values.shuffle(using: &random)
    queries.shuffle(using: &random)
    steps = 0
    countCards()
  }

  private mutating func countCards() {
    for kind in counts.indices { counts[kind] = 0 }
    for index in 0...steps { counts[values.value(dealt: index)] += 1 }
  }

  mutating func step(_ action: Span<Float>, using random: inout RandomStream) -> StepResult {
    let reward = 1 / Double(values.count - 1)
    let isRight = Int(action[0]) == counts[queries.value(dealt: steps)]
    steps += 1
    counts[values.value(dealt: steps)] += 1
    return StepResult(
      reward: isRight ? reward : -reward, outcome: Outcome(terminated: steps == stepLimit))
  }

  func observe(into observation: inout MutableSpan<Float>) {
    observation[0] = Float(values.value(dealt: steps))
    observation[1] = Float(queries.value(dealt: steps))
  }

  func save(to state: inout EnvironmentState) {
    values.save(to: &state, as: "value_deck")
    queries.save(to: &state, as: "query_deck")
    state["steps"] = [Double(steps)]
  }

  mutating func restore(from state: EnvironmentState) throws(EnvironmentError) {
    try values.restore(from: state, as: "value_deck")
    try queries.restore(from: state, as: "query_deck")
    // After the last card there is no step to take.
    steps = try state.count("steps", in: 0...stepLimit - 1)
    countCards()
  }
}
