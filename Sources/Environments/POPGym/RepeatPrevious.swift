import Tensors

/// Cards are dealt one a step. The agent is to name the suit that it saw `delay` observations ago,
/// the present one counted as the first.
struct RepeatPrevious: CardTask {
  private let delay: Int
  var deck: Deck
  var steps = 0

  static let descriptions = EnvironmentDescription.popgym(
    "RepeatPrevious", "Name the suit of the card shown 4, 32 or 64 observations ago.",
    easy: RepeatPrevious(packs: 1, delay: 4), medium: RepeatPrevious(packs: 2, delay: 32),
    hard: RepeatPrevious(packs: 3, delay: 64))

  init(packs: Int, delay: Int) {
    self.delay = delay
    deck = Deck(packs: packs, showing: .suit)
  }

  var observationSpace: BoxSpace { BoxSpace([.category("suit", of: 4)]) }
  var actionSpace: ActionSpace { .discrete(4) }
  var actionLabels: [QuantityLabel] { CardFeature.suitNames }

  mutating func step(_ action: Span<Float>, using random: inout RandomStream) -> StepResult {
    var reward = 0.0
    let asked = steps - (delay - 1)
    if asked >= 0 {
      let isRight = Int(action[0]) == deck.value(dealt: asked)
      reward = (isRight ? 1 : -1) / Double(deck.count - delay)
    }
    steps += 1
    return StepResult(reward: reward, outcome: Outcome(terminated: steps == stepLimit))
  }
}
