import Tensors

/// A pile of one or more packs of 52 cards, of which a task shows one feature.
struct Deck: Sendable {
  let feature: CardFeature
  /// The numbers of the cards. The one that is dealt first lies at the end.
  private var cards: [Int32]

  init(packs: Int, showing feature: CardFeature) {
    self.feature = feature
    cards = (0..<Int32(52 * packs)).map { $0 }
  }

  /// How many cards there are.
  var count: Int { cards.count }

  /// Shuffles all cards, however they lay before.
  mutating func shuffle(using random: inout RandomStream) {
    for index in cards.indices { cards[index] = Int32(index) }
    random.shuffle(&cards)
  }

  /// What the card at a place of the pile shows.
  func value(at place: Int) -> Int { feature.value(of: cards[place]) }

  /// What the card shows that is dealt after `index` others.
  func value(dealt index: Int) -> Int { value(at: cards.count - 1 - index) }

  func save(to state: inout EnvironmentState, as name: String = "deck") {
    state[name] = cards.map(Double.init)
  }

  mutating func restore(
    from state: EnvironmentState, as name: String = "deck"
  ) throws(EnvironmentError) {
    cards = try state.counts(name, count: count, in: 0...count - 1).map { Int32($0) }
  }
}
