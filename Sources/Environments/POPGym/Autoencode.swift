import Tensors

/// The agent watches all cards of a deck, one a step, and then has to repeat their suits in reverse
/// order.
struct Autoencode: CardTask {
  var deck: Deck
  var steps = 0

  static let descriptions = EnvironmentDescription.popgym(
    "Autoencode", "Watch 52, 104 or 156 cards, then repeat their suits in reverse order.",
    easy: Autoencode(packs: 1), medium: Autoencode(packs: 2), hard: Autoencode(packs: 3))

  init(packs: Int) { deck = Deck(packs: packs, showing: .suit) }

  var observationSpace: BoxSpace {
    BoxSpace([.category("is_watching", of: 2), .category("suit", of: 4)])
  }
  var actionSpace: ActionSpace { .discrete(4) }
  var actionLabels: [QuantityLabel] { CardFeature.suitNames }

  /// Watching all cards but the last, repeating them all.
  var stepLimit: Int { 2 * deck.count - 1 }

  /// How many suits were repeated, or a negative number while the agent watches.
  private var repeated: Int { steps - (deck.count - 1) }

  mutating func step(_ action: Span<Float>, using random: inout RandomStream) -> StepResult {
    var reward = 0.0
    if repeated >= 0 {
      let isRight = Int(action[0]) == deck.value(dealt: deck.count - 1 - repeated)
      reward = (isRight ? 1 : -1) / Double(deck.count)
    }
    steps += 1
    return StepResult(reward: reward, outcome: Outcome(terminated: repeated == deck.count))
  }

  func observe(into observation: inout MutableSpan<Float>) {
    // The last card comes with the sign to begin; after it, suits are 0.
    observation[0] = repeated < 0 ? 1 : 0
    observation[1] = repeated <= 0 ? Float(deck.value(dealt: steps)) : 0
  }
}
