import Tensors

/// The agent sees the card on the table and guesses whether the next one ranks higher or lower.
struct HigherLower: CardTask {
  var deck: Deck
  var steps = 0

  static let descriptions = EnvironmentDescription.popgym(
    "HigherLower", "Guess whether the next of 52, 104 or 156 cards is higher or lower.",
    easy: HigherLower(packs: 1), medium: HigherLower(packs: 2), hard: HigherLower(packs: 3))

  init(packs: Int) { deck = Deck(packs: packs, showing: .rank) }

  var observationSpace: BoxSpace { BoxSpace([.category("rank", of: 13)]) }
  var actionSpace: ActionSpace { .discrete(2) }
  var actionLabels: [QuantityLabel] { ["higher", "lower"] }

  mutating func step(_ action: Span<Float>, using random: inout RandomStream) -> StepResult {
    let rise = deck.value(dealt: steps + 1) - deck.value(dealt: steps)
    let guess = action[0] == 0 ? 1 : -1
    steps += 1
    return StepResult(
      reward: Double(rise.signum() * guess) / Double(deck.count),
      outcome: Outcome(terminated: steps == stepLimit))
  }
}
