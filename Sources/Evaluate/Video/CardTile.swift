import Environments

/// A rectangle of a card with text in its middle, in pixels from the lower left corner.
struct CardTile: Sendable, Hashable {
  /// What a tile is for, which decides its colours.
  enum Role: Sendable, Hashable {
    case title, name, value, caption
    case cell(PictureCard.Cell.Tone)
  }

  var area: CardArea
  var text: String
  var role: Role
  /// Whether the text is written in large letters.
  var isLarge = false
}
