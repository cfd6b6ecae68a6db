import Tensors

/// Cards lie face down and are turned over one a step. Two in a row that show the same stay face up;
/// the agent is to find all pairs.
struct Concentration: POPGymTask {
  private var deck: Deck
  /// What the agent sees at each position: a value, or the number of values where it sees the back.
  private var shown: [Float]
  /// Whether the card at each position belongs to a pair that was found.
  private var isMatched: [Bool]
  private var matchedCount = 0
  /// The positions of the first and the second card of the present turn, or of the last one until the
  /// next begins; nil where none was turned over.
  private var first: Int?
  private var second: Int?
  private var steps = 0

  static let descriptions = EnvironmentDescription.popgym(
    "Concentration", "Find the pairs among 52 or 104 cards that lie face down.",
    easy: Concentration(packs: 1, matching: .color),
    medium: Concentration(packs: 2, matching: .color),
    hard: Concentration(packs: 1, matching: .rank))

  init(packs: Int, matching feature: CardFeature) {
    deck = Deck(packs: packs, showing: feature)
    shown = [Float](repeating: Float(feature.count), count: deck.count)
    isMatched = [Bool](repeating: false, count: deck.count)
  }

  var observationSpace: BoxSpace {
    BoxSpace((0..<deck.count).map { .category("card_\($0)", of: deck.feature.count + 1) })
  }
  /// The position of the card to turn over.
  var actionSpace: ActionSpace { .discrete(deck.count) }
  var actionLabels: [QuantityLabel] { (0..<deck.count).map { QuantityLabel("card_\($0)") } }

  /// With n cards, POPGym's ceil(2n - n / (2n - 1)) is 2n.
  var stepLimit: Int { 2 * deck.count }

  mutating func reset(using random: inout RandomStream) {
    deck.shuffle(using: &random)
    for position in isMatched.indices { isMatched[position] = false }
    (first, second, matchedCount, steps) = (nil, nil, 0, 0)
    showAll()
  }

  private mutating func showAll() {
    for position in shown.indices {
      shown[position] = Float(
        isMatched[position] ? deck.value(at: position) : deck.feature.count)
    }
    if let first { show(first) }
    if let second { show(second) }
  }

  private mutating func show(_ position: Int) {
    shown[position] = Float(deck.value(at: position))
  }

  private mutating func hide(_ position: Int) {
    if !isMatched[position] { shown[position] = Float(deck.feature.count) }
  }

  mutating func step(_ action: Span<Float>, using random: inout RandomStream) -> StepResult {
    let position = Int(action[0])
    let reward: Double
    if let first, second == nil {
      reward = turnSecond(position, after: first)
    } else {
      reward = turnFirst(position)
    }
    steps += 1
    return StepResult(
      reward: reward,
      outcome: Outcome(terminated: matchedCount == deck.count, truncated: steps >= stepLimit))
  }

  private mutating func turnFirst(_ position: Int) -> Double {
    if let first { hide(first) }
    if let second { hide(second) }
    (first, second) = (nil, nil)
    if isMatched[position] { return -1 / Double(stepLimit) }
    first = position
    show(position)
    return 0
  }

  private mutating func turnSecond(_ position: Int, after first: Int) -> Double {
    second = position
    show(position)
    guard position != first, !isMatched[position],
      deck.value(at: position) == deck.value(at: first)
    else { return -2 / Double(stepLimit) }
    isMatched[first] = true
    isMatched[position] = true
    matchedCount += 2
    return 1 / Double(deck.count / 2)
  }

  func observe(into observation: inout MutableSpan<Float>) {
    for position in shown.indices { observation[position] = shown[position] }
  }

  func save(to state: inout EnvironmentState) {
    deck.save(to: &state)
    state.set("matched", flags: isMatched)
    state["turned"] = [Double(first ?? -1), Double(second ?? -1)]
    state["steps"] = [Double(steps)]
  }

  mutating func restore(from state: EnvironmentState) throws(EnvironmentError) {
    try deck.restore(from: state)
    isMatched = try state.flags("matched", count: deck.count)
    matchedCount = isMatched.count { $0 }
    let turned = try state.counts("turned", count: 2, in: -1...deck.count - 1)
    first = turned[0] < 0 ? nil : turned[0]
    second = turned[1] < 0 ? nil : turned[1]
    steps = try state.count("steps", in: 0...stepLimit)
    showAll()
  }

  /// The cards in rows of thirteen: backs are dark, and pairs that were found shaded.
  var picture: EnvironmentPicture? {
    let cells = shown.indices.map { position in
      let isBack = Int(shown[position]) == deck.feature.count
      return PictureCard.Cell(
        isBack ? .solid : isMatched[position] ? .shaded : .highlighted,
        isBack ? "" : "\(Int(shown[position]))")
    }
    return EnvironmentPicture(PictureCard(cells: cells, columns: 13))
  }
}
