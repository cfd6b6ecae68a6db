/// What of a card a task shows.
enum CardFeature: Sendable {
  /// 0 black, 1 red.
  case color
  /// 0 spades, 1 diamonds, 2 clubs, 3 hearts.
  case suit
  /// 0 ace ... 12 king.
  case rank

  /// What each value is called.
  static let suitNames: [QuantityLabel] = ["spades", "diamonds", "clubs", "hearts"]

  /// How many values there are. All have as many cards.
  var count: Int {
    switch self {
    case .color: 2
    case .suit: 4
    case .rank: 13
    }
  }

  /// The value of a card, which is its number among the cards of all packs.
  func value(of card: Int32) -> Int {
    switch self {
    case .color: Int(card % 2)
    case .suit: Int(card % 4)
    case .rank: Int(card % 52 / 4)
    }
  }
}
