import Tensors

/// Cards are dealt one a step. The agent is to name, at every step, the suit of the first.
struct RepeatFirst: CardTask {
  var deck: Deck
  var steps = 0

  static let descriptions = EnvironmentDescription.popgym(
    "RepeatFirst", "Name the suit of the first of 52, 416 or 832 cards at every step.",
    easy: RepeatFirst(packs: 1), medium: RepeatFirst(packs: 8), hard: RepeatFirst(packs: 16))

  init(packs: Int) { deck = Deck(packs: packs, showing: .suit) }

  var observationSpace: BoxSpace { BoxSpace([.category("suit", of: 4)]) }
  var actionSpace: ActionSpace { .discrete(4) }
  var actionLabels: [QuantityLabel] { CardFeature.suitNames }

  mutating func step(_ action: Span<Float>, using random: inout RandomStream) -> StepResult {
    let reward = 1 / Double(deck.count - 1)
    let isRight = Int(action[0]) == deck.value(dealt: 0)
    steps += 1
    return StepResult(
      reward: isRight ? reward : -reward, outcome: Outcome(terminated: steps == stepLimit))
  }
}
